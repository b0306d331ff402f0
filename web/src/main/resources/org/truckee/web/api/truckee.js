// What makes the pages more comfortable. Without it every form still works.
"use strict";

(() => {
  const AT_ONCE = 3;
  const LONGEST_TEXT = 2048;
  const LARGEST_PDF = 32 << 20;

  /** The address of the welcome page. */
  const root = document.querySelector("a.brand").href;

  const bytes = (n) => {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (n >= 1000 && unit < units.length - 1) {
      n /= 1000;
      unit++;
    }
    return `${unit === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[unit]}`;
  };

  const seconds = (s) =>
    s < 90 ? `${Math.max(1, Math.round(s))} s` : s < 5400 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3600)} h`;

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const copyButton = (text, label) => {
    const button = element("button", label, { type: "button", class: "quiet" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 2000);
    });
    return button;
  };

  /** All files of what was dropped, those in folders too, each with its path. */
  const dropped = async (transfer) => {
    const files = [];
    const children = async (folder) => {
      const reader = folder.createReader();
      const all = [];
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (some.length === 0) return all;
        all.push(...some);
      }
    };
    const visit = async (entry, path) => {
      if (entry.isFile) {
        files.push({ file: await new Promise((done, failed) => entry.file(done, failed)), path: path + entry.name });
      } else {
        for (const child of await children(entry)) await visit(child, `${path}${entry.name}/`);
      }
    };
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry);
    for (const entry of entries) await visit(entry, "");
    return files;
  };

  /** One file on its way: a line of the list with its progress, and how it ended. */
  class Upload {
    constructor(chosen, list) {
      this.chosen = chosen;
      this.line = element("li");
      this.bar = element("progress", "", { max: "1", value: "0", "aria-label": chosen.path });
      this.text = element("span", "waits", { class: "fine" });
      this.stop = element("button", "Cancel", { type: "button", class: "quiet" });
      this.stop.addEventListener("click", () => this.cancel());
      this.line.append(element("span", chosen.path, { class: "name" }), this.bar, this.text, this.stop);
      list.append(this.line);
    }

    cancel() {
      this.cancelled = true;
      if (this.request) this.request.abort();
      this.end("cancelled");
    }

    end(text, ...more) {
      this.bar.remove();
      this.stop.remove();
      this.text.textContent = text;
      this.line.append(...more);
    }

    show(sent, all) {
      const passed = (performance.now() - this.started) / 1000;
      const rate = sent / Math.max(passed, 0.001);
      this.bar.value = all ? sent / all : 1;
      this.text.textContent =
        sent < all
          ? `${bytes(sent)} of ${bytes(all)} · ${bytes(rate)}/s · ${seconds((all - sent) / rate)} left`
          : "is spread over the servers…";
    }

    send(address) {
      if (this.cancelled) return Promise.resolve(null);
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        this.request = request;
        this.started = performance.now();
        request.open("PUT", address);
        request.upload.addEventListener("progress", (event) => this.show(event.loaded, event.total));
        request.addEventListener("load", () => {
          if (request.status < 300) {
            done(request.responseText.trim());
          } else {
            this.end(request.responseText.split("\n")[0] || `refused (${request.status})`);
            this.text.className = "down";
            done(null);
          }
        });
        request.addEventListener("error", () => {
          this.end("the connection to the node broke");
          this.text.className = "down";
          done(null);
        });
        request.addEventListener("abort", () => done(null));
        request.send(this.chosen.file);
      });
    }

    ended(cap) {
      const open = element("a", "Open", {
        href: `${root}file/${encodeURIComponent(cap)}/@@named=/${encodeURIComponent(this.chosen.file.name)}`,
        rel: "noreferrer",
      });
      this.end(`${bytes(this.chosen.file.size)} stored`, open, copyButton(cap, "Copy capability"));
    }
  }

  const encodePath = (path) => path.split("/").map(encodeURIComponent).join("/");

  const newDirectory = async (list) => {
    const answer = await fetch(`${root}uri?t=mkdir`, { method: "POST" });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text.split("\n")[0]);
    const line = element("li");
    line.append(
      element("strong", "A new directory for what has a folder"),
      element("a", "Open", { href: `${root}uri/${encodeURIComponent(text.trim())}/` }),
      copyButton(text.trim(), "Copy capability"),
    );
    list.append(line);
    return `${root}uri/${encodeURIComponent(text.trim())}/`;
  };

  /** Uploads files, some at once. Files in folders need a directory. */
  const upload = async (form, files) => {
    const list = form.querySelector("[data-transfers]");
    const place = form.dataset.upload;
    const format = form.querySelector("input[name=format]:checked").value;
    const intoDirectory = place.endsWith("/");
    const uploads = files.map((chosen) => new Upload(chosen, list));
    let directory = intoDirectory ? place : null;
    try {
      if (!directory && files.some((chosen) => chosen.path.includes("/"))) directory = await newDirectory(list);
    } catch (failure) {
      uploads.forEach((one) => one.end(failure.message));
      return;
    }
    const waiting = [...uploads];
    const work = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const below = intoDirectory || one.chosen.path.includes("/");
        const address = (below ? directory + encodePath(one.chosen.path) : place) + `?format=${format}`;
        const cap = await one.send(address);
        if (cap) one.ended(cap);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (intoDirectory && uploads.every((one) => !one.cancelled && one.text.className !== "down")) location.reload();
  };

  const comfortable = (form) => {
    const input = form.querySelector("input[type=file]");
    const chosen = (source) => [...source.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    input.multiple = true;
    const folder = element("input", "", { type: "file", webkitdirectory: "", hidden: "" });
    const button = element("button", "Choose a folder", { type: "button", class: "quiet" });
    button.addEventListener("click", () => folder.click());
    folder.addEventListener("change", () => upload(form, chosen(folder)));
    input.after(button, folder, element("p", "or drop files and folders here", { class: "fine" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      upload(form, chosen(input));
      input.value = "";
    });
    // What misses the form is meant for it, too: else the browser would leave the page for it.
    for (const name of ["dragover", "dragenter"]) {
      document.addEventListener(name, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        form.classList.add("over");
      });
    }
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) form.classList.remove("over");
    });
    document.addEventListener("drop", async (event) => {
      form.classList.remove("over");
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      form.scrollIntoView({ block: "nearest" });
      upload(form, await dropped(event.dataTransfer));
    });
  };

  /** The first lines of a text, as text whatever it is. */
  const beginning = (link) => {
    const shown = element("pre", "…");
    fetch(link.href, { headers: { Range: `bytes=0-${LONGEST_TEXT - 1}` } })
      .then((answer) => (answer.ok || answer.status === 416 ? answer.arrayBuffer() : Promise.reject(answer.status)))
      .then((bytesOfIt) => {
        const text = new TextDecoder().decode(bytesOfIt.slice(0, LONGEST_TEXT));
        shown.textContent = text.split("\n").slice(0, 12).join("\n") || "(empty)";
      })
      .catch(() => (shown.textContent = "cannot be read now"));
    return shown;
  };

  /**
   * The pages of a PDF, shown by the viewer of the browser, which works in no sandbox. It is given the contents under
   * an address that says nothing, and whatever they are, they are taken for a PDF.
   */
  const pdf = (link) => {
    const shown = element("iframe", "", { title: link.textContent, referrerpolicy: "no-referrer" });
    fetch(link.href)
      .then((answer) => {
        const large = Number(answer.headers.get("Content-Length")) > LARGEST_PDF;
        if (answer.ok && !large) return answer.arrayBuffer();
        // What is not read would keep the connection.
        answer.body?.cancel();
        throw new Error(large ? "too large to be shown here" : "cannot be read now");
      })
      .then((contents) => {
        // Nobody looks any more.
        if (!shown.isConnected) return;
        const address = URL.createObjectURL(new Blob([contents], { type: "application/pdf" }));
        shown.src = `${address}#toolbar=0&navpanes=0&view=FitH`;
      })
      .catch((failure) => shown.replaceWith(element("p", failure.message, { class: "preview fine" })));
    return shown;
  };

  /** The browser keeps what is shown under an address of ours until it is told that nobody shows it any more. */
  const forgetPreview = (row) => {
    const preview = row.querySelector(".preview");
    if (preview?.src?.startsWith("blob:")) URL.revokeObjectURL(preview.src.split("#")[0]);
    preview?.remove();
  };

  /** The table of a directory: sorted, filtered, with previews, and with many entries removed at once. */
  class Files {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.here = table.dataset.here;
      this.whole = table.dataset.whole === "true";
      this.tools = document.querySelector(".tools") ?? this.makeTools();
      this.choosing();
      if (this.whole) this.sorting();
      this.filter();
      this.previews();
      if (table.dataset.writeable === "true") this.selection();
    }

    /** What pages without forms do not bring along: a field to find names, and boxes to choose them. */
    makeTools() {
      const tools = element("div", "", { class: "tools" });
      const find = element("form", "", { "data-find": "", action: this.here, method: "get" });
      find.append(element("input", "", { type: "search", name: "find", placeholder: "Find by name", "aria-label": "Find by name" }));
      const chosen = element("form", "", { id: "chosen", action: this.here, method: "post" });
      chosen.append(
        element("input", "", { type: "hidden", name: "t", value: "zip" }),
        element("button", "Download chosen", { class: "quiet" }),
      );
      tools.append(find, chosen);
      this.table.closest(".scroll").before(tools);
      for (const row of this.rows()) {
        const name = row.dataset.name;
        row.cells[0].append(
          element("input", "", { type: "checkbox", form: "chosen", name: "name", value: name, "aria-label": `Choose ${name}` }),
        );
      }
      document.querySelector("[data-plain]")?.remove();
      return tools;
    }

    rows() {
      return [...this.body.rows];
    }

    sorting() {
      const keys = [
        (row) => row.dataset.name,
        (row) => Number(row.dataset.size || -1),
        (row) => Number(row.dataset.changed),
        (row) => row.querySelector(".type").title,
      ];
      const order = new Intl.Collator(undefined, { numeric: true });
      [...this.table.tHead.rows[0].cells].slice(1, 1 + keys.length).forEach((cell, column) => {
        const button = element("button", cell.textContent, { type: "button", class: "sort" });
        cell.replaceChildren(button);
        button.addEventListener("click", () => {
          const down = cell.getAttribute("aria-sort") === "ascending";
          for (const other of this.table.tHead.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
          cell.setAttribute("aria-sort", down ? "descending" : "ascending");
          const known = new Map(this.rows().map((row) => [row, keys[column](row)]));
          const compare = (a, b) =>
            typeof known.get(a) === "number" ? known.get(a) - known.get(b) : order.compare(known.get(a), known.get(b));
          const sorted = this.rows().sort((a, b) => (down ? compare(b, a) : compare(a, b)));
          this.body.replaceChildren(...sorted);
        });
      });
    }

    /** Names are found while they are typed, if all of them are here; else the node finds them. */
    filter() {
      const form = this.tools.querySelector("[data-find]");
      const input = form.elements.find;
      if (!this.whole || input.value) return;
      form.querySelector("button")?.remove();
      form.addEventListener("submit", (event) => event.preventDefault());
      input.addEventListener("input", () => {
        const wanted = input.value.toLowerCase();
        for (const row of this.rows()) row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
      });
    }

    previews() {
      const media = (name, attributes) => (link) => element(name, "", { ...attributes, src: link.href });
      const kinds = [
        [/\.(png|jpe?g|gif|webp|avif|bmp|ico)$/i, media("img", { loading: "lazy", alt: "" })],
        [/\.(mp3|ogg|oga|opus|m4a|flac|wav)$/i, media("audio", { controls: "", preload: "none" })],
        [/\.(mp4|webm|ogv|m4v)$/i, media("video", { controls: "", preload: "none" })],
        ...(navigator.pdfViewerEnabled ? [[/\.pdf$/i, pdf]] : []),
        [/\.(txt|md|log|csv|json|xml|ya?ml|toml|ini|cfg|conf|java|py|js|css|c|h|rs|go|sh|tex|html?)$/i, beginning],
      ];
      const shown = this.rows()
        .map((row) => [row, kinds.find(([pattern]) => pattern.test(row.dataset.name)), row.querySelector("a[rel=noreferrer]")])
        .filter(([row, kind, link]) => kind && link && row.querySelector(".icon.file"));
      if (shown.length === 0) return;
      const button = element("button", "Show previews", { type: "button", class: "quiet previews" });
      const known = new Map(shown.map((one) => [one[0], one]));
      let showing = false;
      const seen = new IntersectionObserver((entries) => {
        // What was seen just before they were hidden.
        if (!showing) return;
        for (const entry of entries.filter((one) => one.isIntersecting)) {
          const [row, [, make], link] = known.get(entry.target);
          if (row.querySelector(".preview")) continue;
          const preview = make(link);
          preview.classList.add("preview");
          row.querySelector(".name").append(preview);
          seen.unobserve(row);
        }
      });
      button.addEventListener("click", () => {
        showing = !showing;
        button.textContent = showing ? "Hide previews" : "Show previews";
        if (showing) shown.forEach(([row]) => seen.observe(row));
        else {
          seen.disconnect();
          shown.forEach(([row]) => forgetPreview(row));
        }
      });
      this.tools.append(button);
    }

    /** One box chooses all rows that are shown. */
    choosing() {
      const all = element("input", "", { type: "checkbox", "aria-label": "Choose all" });
      this.table.tHead.rows[0].cells[0].replaceChildren(all);
      all.addEventListener("change", () => {
        for (const row of this.rows()) if (!row.hidden) this.box(row).checked = all.checked;
      });
    }

    box(row) {
      return row.querySelector(".choose input");
    }

    selection() {
      const button = element("button", "Unlink chosen", { type: "button", class: "quiet" });
      button.addEventListener("click", () => this.unlink(this.rows().filter((row) => this.box(row).checked)));
      document.querySelector("#chosen").append(button);
      this.body.addEventListener("click", (event) => {
        const single = event.target.closest("button[form=unlink]");
        if (!single) return;
        event.preventDefault();
        this.unlink([single.closest("tr")]);
      });
    }

    async post(fields) {
      const answer = await fetch(this.here, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.ok) throw new Error((await answer.text()).split("\n")[0]);
    }

    /** Removes entries, and offers to put them back: what they named is still in the grid. */
    async unlink(rows) {
      const removed = [];
      const message = element("p", "", { role: "status", class: "undo" });
      this.tools.after(message);
      try {
        for (const row of rows) {
          message.textContent = `Unlinks ${removed.length + 1} of ${rows.length}…`;
          await this.post({ t: "unlink", name: row.dataset.name });
          removed.push(row);
          row.remove();
          forgetPreview(row);
        }
        message.textContent = removed.length === 1 ? `Unlinked ${removed[0].dataset.name}. ` : `Unlinked ${removed.length} entries. `;
      } catch (failure) {
        message.textContent = `${failure.message} `;
      }
      const back = removed.filter((row) => row.dataset.cap);
      if (back.length === 0) return;
      const undo = element("button", "Undo", { type: "button", class: "quiet" });
      message.append(undo);
      undo.addEventListener("click", async () => {
        undo.disabled = true;
        try {
          for (const row of back) {
            await this.post({ t: "uri", name: row.dataset.name, uri: row.dataset.cap, replace: "false" });
            this.body.append(row);
          }
          message.remove();
        } catch (failure) {
          message.textContent = failure.message;
        }
      });
    }
  }

  /** A page of something that goes on: it is fetched again until it has ended. */
  class Live {
    constructor(main) {
      this.main = main;
      this.voice = element("p", "", { class: "unseen", role: "status" });
      document.body.append(this.voice);
      this.again(1000);
    }

    again(wait) {
      setTimeout(() => this.look(), wait);
    }

    async look() {
      if (document.hidden) {
        this.again(1000);
        return;
      }
      const began = performance.now();
      try {
        const answer = await fetch(location.href, { cache: "no-store" });
        if (!answer.ok) throw new Error();
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("content");
        const goesOn = isLive(fresh);
        this.show(fresh, !goesOn);
        if (goesOn) this.again(Math.max(1000, 10 * (performance.now() - began)));
      } catch {
        this.again(5000);
      }
    }

    /** Takes over what has come, and leaves what somebody has opened and where he is as it was. */
    show(fresh, ended) {
      const opened = [...this.main.querySelectorAll("details")].map((each) => each.open);
      const places = (main) => [...main.querySelectorAll("a, button, summary, input, [tabindex]")];
      const place = places(this.main).indexOf(document.activeElement);
      this.main.replaceChildren(...fresh.childNodes);
      this.main.querySelectorAll("details").forEach((each, i) => (each.open = opened[i] ?? each.open));
      places(this.main)[place]?.focus({ preventScroll: true });
      const said = this.main.querySelector("[data-said]");
      if (ended && said) this.voice.textContent = said.textContent;
      copied(this.main);
    }
  }

  const isLive = (main) => main !== null && "live" in main.dataset && main.dataset.live !== "false";

  const copied = (within) => {
    for (const text of within.querySelectorAll("[data-copied]")) text.after(copyButton(text.textContent, "Copy"));
  };

  const content = document.getElementById("content");
  if (isLive(content)) new Live(content);
  copied(document);
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details.more, .shares details")) each.open = true;
  });

  document.querySelectorAll("form[data-upload]").forEach(comfortable);
  document.querySelectorAll("table[data-files]").forEach((table) => new Files(table));
  for (const field of document.querySelectorAll("input[data-copy]")) field.after(copyButton(field.value, "Copy"));
})();
