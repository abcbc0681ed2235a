from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for

from forum_app import access, retention
from forum_app.access import PERMISSIONS, Permission, Role
from forum_app.db import ChangedMeanwhile, db, flush
from forum_app.documents.markdown import to_page_html
from forum_app.openness import operations, queries
from forum_app.openness.forms import PageTextForm
from forum_app.openness.models import PageName
from forum_app.openness.shipped import KNOWN, shipped_text, shown
from forum_app.web import acting, public, render_form, requires

blueprint = Blueprint("openness", __name__)

ROLE_WORDS = {
    Role.COORDINATOR: "the coordinator",
    Role.DEPUTY: "deputies",
    Role.CHAIR: "the chair",
    Role.REPRESENTATIVE: "the local authority’s representatives",
}


@blueprint.get("/who-may-what")
@public
def who_may_what() -> Any:
    return render_template("openness/who_may_what.html", permissions=PERMISSIONS, holders=holders)


def holders(permission: Permission) -> str:
    """Who holds a permission, in words and in the order of the roles."""
    if permission.roles is None:
        return "everybody"
    if permission.roles == frozenset(Role):
        return "whoever signs in"
    words = [said for role, said in ROLE_WORDS.items() if role in permission.roles]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@blueprint.get("/what-is-kept")
@public
def what_is_kept() -> Any:
    return render_template("openness/what_is_kept.html", lines=retention.lines_for(db.metadata.tables))


@blueprint.get("/what-the-council-receives")
@public
def sharing() -> Any:
    return render_template("openness/sharing.html", page=shown(PageName.SHARING), name=PageName.SHARING)


@blueprint.get("/impact-assessment")
@requires(access.WRITE_NOTICES)
def impact_assessment() -> Any:
    return render_template("openness/impact_assessment.html", page=shown(PageName.IMPACT), name=PageName.IMPACT)


@blueprint.get("/page-texts")
@requires(access.WRITE_NOTICES)
def page_texts() -> Any:
    return render_template("openness/page_texts.html", known=KNOWN, shown=shown)


@blueprint.route("/page-texts/<string(maxlength=40):page_name>", methods=["GET", "POST"])
@requires(access.WRITE_NOTICES)
def page_text(page_name: str) -> Any:
    name = _known_or_404(page_name)
    form = PageTextForm(obj=shown(name))
    preview_html = to_page_html(form.text.data or "") if "preview" in request.form else None
    if preview_html is None and form.validate_on_submit() and _saved(form, name):
        flash("The page is saved. This is how it reads now.")
        return redirect(url_for(KNOWN[name].endpoint))
    return render_form(
        "openness/page_text.html",
        form,
        name=name,
        known=KNOWN[name],
        preview_html=preview_html,
        earlier=queries.earlier_texts(name),
        is_ours=shown(name).is_ours,
    )


def _saved(form: PageTextForm, name: PageName) -> bool:
    try:
        operations.write_page(name, form.text.data or "", form.opened_version, **acting())
        flush()
    except ChangedMeanwhile:
        db.session.rollback()
        form.show_both(shown(name))
        return False
    return True


@blueprint.route("/page-texts/<string(maxlength=40):page_name>/put-back", methods=["GET", "POST"])
@requires(access.WRITE_NOTICES)
def put_back(page_name: str) -> Any:
    name = _known_or_404(page_name)
    if request.method != "POST":
        ours_html = to_page_html(shipped_text(name))
        return render_template("openness/put_back.html", name=name, known=KNOWN[name], ours_html=ours_html)
    operations.put_back(name, **acting())
    flash("The page shows the text that came with the forum. Yours is kept among the earlier texts.")
    return redirect(url_for(KNOWN[name].endpoint))


def _known_or_404(page_name: str) -> PageName:
    if page_name not in set(PageName):
        abort(404)
    return PageName(page_name)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
