# Sourced by ./run and ./test: makes .venv and keeps it as the committed locks say.
# The caller has set $here, the checkout. Plain sh: Debian's dash, macOS's bash 3.2, WSL.

venv=$here/.venv
unfinished=$venv/unfinished # holds the number of the process that is installing
log=$venv/install.log

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# set_up LOCK…: does nothing where .venv already holds what these locks say.
set_up() {
    for lock in "$@"; do
        installed "$lock" && [ ! -e "$unfinished" ] && continue
        nobody_else_is_installing
        prepare_venv
        echo $$ >"$unfinished"
        install "$lock"
        rm -f "$unfinished"
    done
    write_launcher
}

installed() {
    site=$(site_packages) && cmp -s "$here/$1" "$site/$1"
}

# Named after the Python that runs, so that an upgrade of the system's Python installs again.
site_packages() {
    version=$("$venv/bin/python" -I -S -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null) &&
        echo "$venv/lib/$version/site-packages"
}

nobody_else_is_installing() {
    [ -s "$unfinished" ] || return 0
    other=$(cat "$unfinished")
    if [ "$other" != $$ ] && kill -0 "$other" 2>/dev/null; then
        stop "Another set-up is under way in this folder; try again in a minute (or delete .venv/unfinished if there is none)."
    fi
}

# A .venv whose installation was cut short is emptied and made anew.
prepare_venv() {
    if [ ! -e "$unfinished" ] && new_enough "$venv/bin/python"; then
        return
    fi
    python=$(find_python) ||
        stop "The forum needs Python 3.11 or newer: on Debian and Ubuntu “apt install python3 python3-venv”, elsewhere see python.org/downloads."
    [ -w "$here" ] || stop "The folder $here cannot be written, so nothing was installed."
    "$python" -m venv --clear --without-pip "$venv" >/dev/null 2>&1 ||
        stop "Python's venv is missing: on Debian and Ubuntu “apt install python3-venv”, then try again."
}

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 /opt/homebrew/bin/python3; do
        found=$(command -v "$name" 2>/dev/null) || continue
        if new_enough "$found"; then
            echo "$found"
            return
        fi
    done
    return 1
}

new_enough() {
    "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# uv where there is one; pip where there is none, or where uv cannot reach what pip can.
install() {
    echo "Setting up, once: the packages of $1 go into .venv (about a minute)."
    : >"$log"
    if install_with_uv "$1" >>"$log" 2>&1 || install_with_pip "$1" >>"$log" 2>&1; then
        cp "$here/$1" "$(site_packages)/$1.new" && mv "$(site_packages)/$1.new" "$(site_packages)/$1"
    else
        rm -f "$unfinished"
        say_why "$1"
    fi
}

install_with_uv() {
    command -v uv >/dev/null 2>&1 &&
        uv pip install --require-hashes --compile-bytecode --python "$venv/bin/python" -r "$here/$1"
}

install_with_pip() {
    if ! "$venv/bin/python" -I -m pip --version; then
        "$venv/bin/python" -I -m ensurepip --upgrade --default-pip || return 1
    fi
    PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install \
        --retries "${PIP_RETRIES:-2}" --timeout "${PIP_DEFAULT_TIMEOUT:-15}" --require-hashes -r "$here/$1"
}

say_why() {
    case $(cat "$log") in
    *"No module named ensurepip"*) stop "Python's ensurepip is missing: on Debian and Ubuntu “apt install python3-venv”, then try again." ;;
    *"No space left"*) stop "The disk is full, so the packages of $1 could not be installed." ;;
    *"DO NOT MATCH THE HASHES"*) stop "A package is not the one $1 names, so nothing was installed; .venv/install.log names it." ;;
    *"NewConnectionError"* | *"ConnectTimeout"* | *"onnection"*"ailed"* | *"onnection refused"* | *"Could not find a version"* | *"ProxyError"* | *"timed out"*)
        stop "No package registry could be reached, so the packages of $1 are not installed: try again with a network (.venv/install.log has the details)."
        ;;
    *) stop "The packages of $1 could not be installed: .venv/install.log says why." ;;
    esac
}

# `.venv/bin/forum`: this checkout's command with this checkout's data, from any folder.
write_launcher() {
    quoted=$(printf '%s' "$here" | sed "s/'/'\\\\''/g")
    launcher="#!/bin/sh
# Written by ./run.
[ -n \"\${FORUM_DATA-}\" ] || FORUM_DATA='$quoted/data'
# Only the pinned zone rules, only this checkout's code, and dashes on any terminal.
PYTHONTZPATH='' PYTHONPATH='$quoted' PYTHONUTF8=1
export FORUM_DATA PYTHONTZPATH PYTHONPATH PYTHONUTF8
unset PYTHONHOME
# A Ctrl-C that meets Python itself starting would be answered with a page of errors.
[ \"\${1-}\" != serve ] || exec 3>&2 2>/dev/null
exec '$quoted/.venv/bin/python' -P -c '
import gc, os, signal, sys
if sys.argv[1:2] == [\"serve\"]:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.dup2(3, 2)
    os.close(3)
    gc.disable()  # until all is loaded: a tenth of a second
from forum_app.cli import main
main(prog_name=\"forum\")' \"\$@\""
    [ "$launcher" = "$(cat "$venv/bin/forum" 2>/dev/null)" ] && return
    printf '%s\n' "$launcher" >"$venv/bin/forum.new"
    chmod +x "$venv/bin/forum.new"
    mv "$venv/bin/forum.new" "$venv/bin/forum"
}
