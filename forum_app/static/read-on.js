// Reads one file after the other by pressing the button on the page; without scripts a person presses it.
document.querySelector("form[data-read-on]")?.requestSubmit();
