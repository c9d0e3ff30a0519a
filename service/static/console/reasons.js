// The strip of reasons that a rejection asks for: a digit picks one, Enter takes the one suggested.

export class Reasons {
  #strip = null;
  #chosen;

  constructor(chosen) {
    this.#chosen = chosen;
  }

  ask(card) {
    if (this.#strip?.isConnected) return;
    const strip = document.createElement("div");
    strip.className = "strip";
    strip.setAttribute("role", "group");
    const select = card.form.elements.reason;
    strip.setAttribute("aria-label", select.labels[0].firstChild.textContent.trim());
    const options = [...select.options].filter((option) => option.value);
    const suggested = options.find((option) => "suggested" in option.dataset);
    for (const [at, option] of options.entries()) {
      strip.append(this.#button(option, at + 1, option === suggested));
    }
    strip.append(this.#button(select.options[0], 0, !suggested));
    strip.addEventListener("keydown", (event) => this.#key(event, card));
    card.form.after(strip);
    this.#strip = strip;
    strip.querySelector("[data-suggested]").focus();
  }

  close() {
    this.#strip?.remove();
    this.#strip = null;
  }

  #button(option, digit, suggested) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = suggested ? "" : "quiet";
    if (suggested) button.dataset.suggested = "";
    button.append(option.textContent.trim(), " ");
    const key = document.createElement("kbd");
    key.textContent = digit;
    button.append(key);
    button.dataset.digit = digit;
    button.addEventListener("click", () => this.#chosen(option.value));
    return button;
  }

  #key(event, card) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const button = /^[0-9]$/.test(event.key) && this.#strip.querySelector(`[data-digit="${event.key}"]`);
    if (button) button.click();
    else if (event.key === "Escape") {
      this.close();
      card.element.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
