// Streamlit's own few words in Swedish, where the focus goes when a source opens, and the
// scrolling to its marked words.
// Changes only Streamlit's own controls, never what a document or an answer says.
(() => {
  "use strict";
  const words = new Map(Object.entries({
    "Browse files": "Välj filer", "Browse file": "Välj fil", "Upload": "Välj filer", "Upload file": "Välj fil",
    "Upload files": "Välj filer",
    "Drag and drop file here": "Dra filen hit", "Drag and drop files here": "Dra filer hit",
    "Drag and drop here": "Dra filer hit",
    "Close": "Stäng", "Clear all": "Rensa alla", "Clear value": "Rensa", "No results": "Inga träffar",
    "No options to select": "Inget att välja", "Select all": "Välj alla", "Open": "Öppna",
    "Press Enter to apply": "Tryck på Retur", "Press Enter to submit form": "Tryck på Retur för att skicka",
    "Press ⌘+Enter to apply": "Tryck på ⌘ + Retur", "Press Ctrl+Enter to apply": "Tryck på Ctrl + Retur",
    "Copy to clipboard": "Kopiera", "Copied": "Kopierat", "Copied to clipboard": "Kopierat",
    "Fullscreen": "Helskärm", "Close fullscreen": "Stäng helskärm", "Exit fullscreen": "Stäng helskärm",
    "View fullscreen": "Helskärm", "Show data": "Visa som tabell", "Show chart": "Visa som diagram",
    "Send message": "Skicka frågan", "Submit": "Skicka", "Stop": "Stoppa", "Stop generation": "Stoppa",
    "Open sidebar": "Öppna menyn", "Close sidebar": "Stäng menyn", "Collapse sidebar": "Stäng menyn",
    "Expand sidebar": "Öppna menyn", "Sidebar navigation": "Sidor", "Page navigation": "Sidor",
    "Remove": "Ta bort", "Delete": "Ta bort", "Cancel upload": "Avbryt", "Remove file": "Ta bort filen",
    "Connection error": "Ingen kontakt med tjänsten", "Connecting": "Ansluter",
    "Connecting...": "Ansluter …", "Running...": "Arbetar …", "Loading...": "Läser in …", "Loading": "Läser in",
    "View more": "Visa fler", "View less": "Visa färre", "Search": "Sök", "Download as CSV": "Hämta som CSV",
    "Save as SVG": "Spara som SVG", "Save as PNG": "Spara som PNG", "Click to view actions": "Fler val",
    "Help": "Hjälp", "Show help": "Visa hjälp", "Main menu": "Meny", "Bold": "Fet",
    "Sidebar": "Meny", "App pages": "Sidor", "visualization": "diagram", "add icon": "lägg till", "Add files": "Lägg till filer", "Add file": "Lägg till fil", "Choose an option": "Välj", "Choose options": "Välj", "file upload": "Välj filer",
    "Skip to main content": "Hoppa till innehållet", "Skip to content": "Hoppa till innehållet",
    "Scroll to bottom": "Till slutet", "Scroll left": "Rulla åt vänster", "Scroll right": "Rulla åt höger",
  }));
  const patterns = [
    [/^(?:Limit )?(\d+ ?[KMG]B) per file(?: • (.+))?$/, (m) => `Högst ${m[1].replace(/(\d)([KMG]B)/, "$1 $2")} per fil${m[2] ? " • " + m[2] : ""}`],
    [/^Help for (.+)$/, (m) => `Hjälp om ${m[1]}`],
    [/^Selected (.+?)\. (.+)$/, (m) => `${m[1]} är valt. ${m[2]}`],
    [/^Remove (.+)$/, (m) => `Ta bort ${m[1]}`],
    [/^(.+), press delete or backspace to remove$/i, (m) => `${m[1]}, ta bort med Delete`],
    [/^Error:$/, () => "Fel: "],
    [/^([\d.]+)([KMG]?B)$/, (m) => `${m[1].replace(".", ",")} ${m[2]}`],
    [/^(\d+) files?$/, (m) => `${m[1]} filer`],
    [/^Is Streamlit still running\?.*/, () => "Tjänsten svarar inte. Vänta lite, eller starta den igen med finsam serve."],
    [/^(?:Error: )?(\S+) files are not allowed\.$/, () => "Filer av det slaget går inte att läsa."],
    [/^(?:Error: )?File must be (.+) or smaller\.$/, (m) => `Filen är större än ${m[1]}.`],
  ];
  const swedish = (text) => {
    const known = words.get(text.trim());
    if (known) return known;
    for (const [pattern, made] of patterns) {
      const found = pattern.exec(text.trim());
      if (found) return made(found);
    }
    return null;
  };
  // texts are changed only inside Streamlit's own controls
  const own = '[data-testid="stFileUploader"],[data-testid="stFileUploaderDropzone"],[data-testid="InputInstructions"],' +
    '[data-testid="stTooltipContent"],[data-testid="stElementToolbar"],[data-baseweb="popover"],[role="listbox"],' +
    '[data-testid="stSidebarNav"],[data-testid="stStatusWidget"],[data-testid="stSkipToContent"],' +
    '[data-testid="stModal"] > div > [role="dialog"][aria-label="dialog"],[data-testid="stConnectionStatus"]';
  const attributes = ["aria-label", "title", "placeholder", "aria-roledescription"];
  const change = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (!parent || !parent.closest(own) || parent.closest(".stHtml,.stMarkdown")) return;
      const text = swedish(node.data);
      if (text && text !== node.data) node.data = text;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest(".stHtml")) return;
    for (const name of attributes) {
      const value = node.getAttribute(name);
      const text = value && swedish(value);
      if (text && text !== value) node.setAttribute(name, text);
    }
    for (const child of node.childNodes) change(child);
  };
  // keyboard and screen reader follow a source that opens, and come back when it closes
  const CLOSE = "st-key-source_close";
  let clicked = null; // the button that was last chosen outside the panel
  let opener = null; // the one that opened the source
  let shown = null; // the source
  let closing = false;
  let back = null; // where the focus is to return: the page is drawn in pieces, so perhaps later
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    const holder = button && button.closest('[class*="st-key-"]');
    if (!holder) return;
    closing = holder.classList.contains(CLOSE);
    if (!holder.closest(".st-key-source_panel")) {
      clicked = [...holder.classList].find((name) => name.startsWith("st-key-")) || null;
    }
  }, true);
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => { back = null; }, true);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector('[role="dialog"]')) return;
    const close = document.querySelector(`.${CLOSE} button`);
    if (close) close.click();
  });
  const follow = () => {
    const head = document.querySelector(".st-key-source_panel .kalla-rubrik");
    const now = head && head.parentElement.textContent;
    if (head && now !== shown) {
      opener = clicked;
      back = null;
      head.focus({ preventScroll: true });
      head.closest(".st-key-source_panel").scrollTop = 0;
    }
    if (!head && shown !== null && closing) back = opener;
    shown = now;
    if (back && (!document.activeElement || document.activeElement === document.body)) {
      const button = document.querySelector(`.${CSS.escape(back)} button`);
      if (button) button.focus();
    }
  };
  // a page opens at its marked words, where they would be out of sight
  let picture = null;
  const showMarks = () => {
    const now = document.querySelector(".st-key-source_panel .sidbild img[data-ruta]");
    if (now === picture) return;
    picture = now;
    if (now) now.decode().then(() => { if (now === picture) bringIntoSight(now); }, () => {});
  };
  const bringIntoSight = (image) => {
    const frame = image.parentElement;
    const panel = image.closest(".st-key-source_panel");
    const head = panel.querySelector(".st-key-source_head");
    const [left, top, bottom] = image.dataset.ruta.split(" ").map(Number);
    const scale = image.getBoundingClientRect().width / image.naturalWidth;
    frame.scrollLeft = left * scale - 24;
    for (const [box, from] of [[frame, () => frame.getBoundingClientRect().top],
      [panel, () => head.getBoundingClientRect().bottom]]) {
      const start = image.getBoundingClientRect().top - from();
      const room = box.getBoundingClientRect().bottom - from();
      const above = start + top * scale;
      const below = start + bottom * scale;
      if (above < 0 || below > room) box.scrollTop += (above + below - room) / 2;
    }
  };
  // a click on the page brings that spot nearer, and another one back
  document.addEventListener("click", (event) => {
    const image = event.target instanceof Element && event.target.closest(".st-key-source_panel .sidbild img");
    if (!image) return;
    const frame = image.parentElement;
    const before = image.getBoundingClientRect();
    const across = (event.clientX - before.left) / before.width;
    const down = (event.clientY - before.top) / before.height;
    frame.classList.toggle("nara");
    frame.scrollLeft = across * image.offsetWidth - frame.clientWidth / 2;
    frame.scrollTop = down * image.offsetHeight - frame.clientHeight / 2;
  });
  // "Kopiera källhänvisningen" copies the paragraph before it
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest(".kopiera-knapp");
    if (!button) return;
    const source = button.parentElement.querySelector(".hanvisning");
    const told = button.parentElement.querySelector("[role=status]");
    let done = true;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // without a secure address there is no clipboard: mark the text and copy it the old way
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      done = document.execCommand("copy");
    }
    told.textContent = done ? "Kopierad." : "Texten är markerad: kopiera med Ctrl + C.";
  });
  // a new question comes to the top, and its answer stays in sight however much follows below it
  // how many questions there were before; null while the reader scrolls freely
  let above = location.search.includes("kalla=") ? null : 0;
  let calm = 0;
  const questions = () => document.querySelectorAll("h2.fraga");
  const hold = () => {
    if (above === null) return;
    const all = questions();
    if (all.length <= above) return;
    const last = document.querySelector('[class*="st-key-sokt_tur_"] h2.fraga') || all[all.length - 1];
    const main = last.closest(".stMain");
    if (!main || document.querySelector(".st-key-source_panel")) return;
    const room = innerWidth <= 900 ? 68 : 24;
    const off = last.getBoundingClientRect().top - main.getBoundingClientRect().top - room;
    if (Math.abs(off) > 2) {
      // ends Streamlit's own scrolling to the bottom, as a reader's wheel would
      main.dispatchEvent(new Event("wheel"));
      main.scrollTop += off;
    }
    clearTimeout(calm);
    calm = setTimeout(() => {
      const app = document.querySelector(".stApp");
      if (app && app.dataset.testScriptState === "notRunning") above = null;
      else hold();
    }, 800);
  };
  document.addEventListener("scroll", hold, true);
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => { if (event.isTrusted) above = null; }, { capture: true, passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target instanceof Element
      && event.target.closest('[data-testid="stChatInput"]')) above = questions().length;
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (button.closest('[data-testid="stChatInput"],[class*="_forslag"]')) above = questions().length;
    else if (button.closest('.st-key-first_questions,[class*="st-key-verdict_open_"],.stSidebar [class*="st-key-talk_"]')) above = 0;
  }, true);
  const watch = new MutationObserver((changes) => {
    for (const one of changes) {
      if (one.type === "childList") one.addedNodes.forEach(change);
      else change(one.target);
    }
    follow();
    showMarks();
    hold();
  });
  const begin = () => {
    change(document.body);
    watch.observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
    });
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
