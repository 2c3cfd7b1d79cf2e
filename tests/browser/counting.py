"""What somebody does to a page, counted by the page itself: whatever the test calls to do it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

COUNTED = """
(() => {
  let field = null, doing = false, scripted = false;
  const written = "textarea, select, input:not([type=checkbox], [type=radio], [type=submit])";
  const did = (what) => window.townlineDid(what);
  const begins = (target, what) => {
    if (field === target) return;
    field = target;
    did(what);
  };
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (...said) {
    scripted = true;
    try { focus.apply(this, said); } finally { scripted = false; }
  };
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || ["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
    doing = true;
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (typed && event.target.matches?.(written)) return begins(event.target, "a field");
    field = null;
    did(event.key);
  }, true);
  addEventListener("pointerdown", () => { doing = true; field = null; did("a click"); }, true);
  addEventListener("input", ({ target }) => {
    if (target.matches?.(written)) begins(target, "a field");
  }, true);
  for (const name of ["keyup", "click"]) {
    addEventListener(name, () => setTimeout(() => { doing = false; }), true);
  }
  addEventListener("focusin", ({ target }) => {
    if (!doing && !scripted && !target.matches("dialog, dialog *")) did("a focus from outside");
  }, true);
})();
"""
"""
A key or chord is one, a click is one, and so is a field that is filled in, however many letters it
takes. A focus that neither a key, nor a click, nor the page's own script gave counts as well.
"""


class Counted:
    """Somebody who uses the keys of a tab, and is counted."""

    def __init__(self, tab: "Page") -> None:
        self._did: list[str] = []
        self._keys = tab.keyboard
        tab.expose_function("townlineDid", lambda what: self._did.append(what))
        tab.add_init_script(COUNTED)
        tab.evaluate(COUNTED)

    @property
    def did(self) -> tuple[str, ...]:
        """Return all that was done, in its order."""
        return tuple(self._did)

    def press(self, key: str) -> None:
        """Press a key or a chord."""
        self._keys.press(key)

    def fill(self, words: str) -> None:
        """Complete the field that has the focus."""
        self._keys.type(words)
