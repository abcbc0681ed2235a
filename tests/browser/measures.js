// What a page measures in the browser. Evaluated in the page; each answers a list of sentences, one a fault.
(() => {
  const words = (element) => (element.innerText || element.value || element.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 50);

  const named = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const name = element.getAttribute("name") ? `[name=${element.getAttribute("name")}]` : "";
    const inside = element.parentElement && element.parentElement !== document.body ? `${element.parentElement.tagName.toLowerCase()}${[...element.parentElement.classList].map((part) => `.${part}`).join("")} > ` : "";
    const said = words(element);
    return `${inside}${element.tagName.toLowerCase()}${id}${classes}${name}${said ? ` “${said}”` : ""}`;
  };

  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;

  const scrollsByItself = (element) => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX !== "visible") return true;
    }
    return false;
  };

  const overflow = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const over = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrollsByItself(element),
    );
    const deepest = over.filter((element) => !over.some((other) => other !== element && element.contains(other)));
    return [`The page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px: ${deepest.slice(0, 5).map(named).join("; ")}`];
  };

  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  // WCAG 2.5.8 leaves out links in a sentence: their block has words besides the links in it.
  const inRunningText = (link) => {
    if (!link.matches("a[href]") || getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const around = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (around.nextNode()) {
      const text = around.currentNode;
      if (/[\p{L}\p{N}]/u.test(text.data) && !text.parentElement.closest("a[href]")) return true;
    }
    return false;
  };

  // What a finger may hit: a field and its label.
  const area = (element) => {
    const boxes = [element, ...(element.matches("input[type=checkbox], input[type=radio]") ? element.labels : [])].map((part) => part.getBoundingClientRect());
    return {
      width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    };
  };

  const tooSmall = (elements, width, height) =>
    elements.flatMap((element) => {
      const box = area(element);
      // A twentieth of a pixel is rounding.
      if (box.width >= width - 0.05 && box.height >= height - 0.05) return [];
      return [`${box.width.toFixed(1)} × ${box.height.toFixed(1)} px, not ${width} × ${height}: ${named(element)}`];
    });

  const targets = () => [...document.querySelectorAll(TARGETS)].filter((element) => shown(element) && !inRunningText(element));

  const smallTargets = () => tooSmall(targets(), 24, 24);

  const lowTargets = () =>
    tooSmall(targets().filter((element) => !element.matches("a[href]") || element.matches("nav a, .menu a, .button")), 24, 44);

  const focusable = () => [...document.querySelectorAll(`${TARGETS}, [tabindex="0"]`)].filter((element) => shown(element) && !element.disabled);

  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const onTop = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10));
    const faults = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no visible outline");
    if (style.outlineColor === style.backgroundColor || /, 0\)$/.test(style.outlineColor)) faults.push("an outline that cannot be seen");
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push("focused out of sight");
    else if (onTop && !element.contains(onTop) && !onTop.contains(element)) faults.push(`covered by ${named(onTop)}`);
    return { place: focusable().indexOf(element), words: words(element), faults: faults.map((fault) => `${fault}: ${named(element)}`) };
  };

  // Of the choices of one question Tab stops at the chosen one only, or at the first.
  const oneOfItsGroup = (element) => {
    if (!element.matches("input[type=radio]")) return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${element.name}"]`)];
    return element === (group.find((choice) => choice.checked) || group[0]);
  };

  const passedBy = (stops) => focusable().filter((element, place) => !stops.includes(place) && oneOfItsGroup(element)).map(named);

  const sizes = () => [...overflow(), ...smallTargets()];

  const enlarged = () => {
    const root = document.documentElement;
    root.style.fontSize = `${parseFloat(getComputedStyle(root).fontSize) * 2}px`;
    const found = overflow().map((fault) => `with text doubled: ${fault}`);
    root.style.fontSize = "";
    return found;
  };

  return { overflow, sizes, enlarged, lowTargets, focused, passedBy };
})()
