"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const language = document.documentElement.lang;
  const cellsOf = (body, key) => [...body.querySelectorAll(`[data-c="${key}"]`)];
  const sortValue = (body, key) => {
    const cell = cellsOf(body, key)[0];
    return cell ? (cell.dataset.v ?? cell.textContent.trim()) : "";
  };
  const filterText = (cell) => (cell.dataset.f ?? (cell.dataset.c === "flag" ? cell.dataset.v : cell.textContent)).trim();
  const compare = (one, other) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    const numbers = !isNaN(one) && !isNaN(other);
    return numbers ? one - other : one.localeCompare(other, language, { numeric: true });
  };
  const tables = [];

  class SortableTable {
    constructor(table) {
      this.table = table;
      this.bodies = [...table.tBodies];
      this.heads = [...table.tHead.querySelectorAll("th[data-c]")];
      this.sort = "";
      this.controls = new Map();
      this.heads.filter((head) => "sort" in head.dataset).forEach((head) => this.addButton(head));
      if (table.classList.contains("stack")) this.addFilters();
    }

    addButton(head) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        const key = head.dataset.c;
        const downFirst = head.dataset.sort === "down";
        const [up, down] = [key, `-${key}`];
        this.sort = this.sort === up ? down : this.sort === down ? up : downFirst ? down : up;
        this.arrange();
        remember();
      });
      head.append(button);
    }

    addFilters() {
      if (this.bodies.length < 8) return;
      const form = document.createElement("form");
      form.className = "filters";
      form.setAttribute("role", "search");
      form.setAttribute("aria-label", `${words.filter}: ${this.table.caption.textContent.trim()}`);
      form.addEventListener("submit", (event) => event.preventDefault());
      const search = document.createElement("input");
      search.type = "search";
      this.addControl(form, "text", words.search, search);
      this.heads.filter((head) => "filter" in head.dataset).forEach((head) => this.addSelect(form, head));
      this.addAction(form, words.clear, () => this.clear());
      this.addAction(form, words.save, () => this.save());
      this.status = document.createElement("output");
      this.status.setAttribute("aria-live", "polite");
      form.append(this.status);
      this.table.before(form);
      this.show();
    }

    addSelect(form, head) {
      const key = head.dataset.c;
      const cells = this.bodies.flatMap((body) => cellsOf(body, key));
      const values = [...new Set(cells.map(filterText))].filter((value) => value && value !== "\u2013");
      if (values.length < 2) return;
      values.sort((one, other) => one.localeCompare(other, language));
      const select = document.createElement("select");
      select.add(new Option(words.all, ""));
      values.forEach((value) => select.add(new Option(value, value)));
      this.addControl(form, key, head.textContent.trim(), select);
    }

    addControl(form, key, text, control) {
      const label = document.createElement("label");
      label.append(text, control);
      control.addEventListener("input", () => { this.show(); remember(); });
      this.controls.set(key, control);
      form.append(label);
    }

    addAction(form, text, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", act);
      form.append(button);
    }

    matches(body) {
      return [...this.controls].every(([key, control]) => {
        const wanted = control.value;
        if (!wanted) return true;
        if (key === "text") return body.textContent.toLocaleLowerCase(language).includes(wanted.toLocaleLowerCase(language).trim());
        return cellsOf(body, key).some((cell) => filterText(cell) === wanted);
      });
    }

    show() {
      this.bodies.forEach((body) => { body.hidden = !this.matches(body); });
      const shown = this.bodies.filter((body) => !body.hidden).length;
      if (this.status) this.status.textContent = words.shown.replace("%1", shown).replace("%2", this.bodies.length);
    }

    arrange() {
      const down = this.sort.startsWith("-");
      const key = this.sort.replace(/^-/, "");
      const order = this.sort ? [...this.bodies].sort((one, other) => {
        const [left, right] = [sortValue(one, key), sortValue(other, key)];
        const missing = left === "" || right === "";
        return compare(left, right) * (down && !missing ? -1 : 1);
      }) : this.bodies;
      const foot = this.table.tFoot;
      order.forEach((body) => this.table.insertBefore(body, foot));
      this.heads.forEach((head) => {
        if (head.dataset.c === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    }

    clear() {
      this.controls.forEach((control) => { control.value = ""; });
      this.sort = "";
      this.arrange();
      this.show();
      remember();
    }

    save() {
      const keys = this.heads.map((head) => head.dataset.c);
      const plain = (cell) => {
        const isText = cell.dataset.c === "company" || cell.dataset.c === "flag";
        return (isText ? cell.dataset.v : cell.dataset.f ?? cell.textContent).trim().replace(/\s+/g, " ");
      };
      const quote = (text) => `"${text.replace(/^([=+@\t-])/, "'$1").replaceAll('"', '""')}"`;
      const lines = [["company_id", ...this.heads.map((head) => head.textContent.trim())]];
      for (const body of [...this.table.tBodies].filter((one) => !one.hidden)) {
        for (const row of body.rows) {
          const cells = keys.map((key) => row.querySelector(`[data-c="${key}"]`) ?? cellsOf(body, key)[0]);
          lines.push([body.querySelector(".id").textContent, ...cells.map((cell) => (cell ? plain(cell) : ""))]);
        }
      }
      const text = "\uFEFF" + lines.map((line) => line.map(quote).join(",")).join("\r\n") + "\r\n";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      link.download = this.table.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      if (this.status) this.status.textContent = words.saved.replace("%1", this.table.dataset.file);
    }

    state() {
      const filled = [...this.controls].filter(([, control]) => control.value).map(([key, control]) => [key, control.value]);
      return this.sort ? [...filled, ["sort", this.sort]] : filled;
    }

    restore(state) {
      this.controls.forEach((control, key) => { control.value = state.get(`${this.table.id}.${key}`) ?? ""; });
      const sort = state.get(`${this.table.id}.sort`) ?? "";
      this.sort = this.heads.some((head) => head.dataset.c === sort.replace(/^-/, "")) ? sort : "";
      this.arrange();
      this.show();
    }
  }

  function remember() {
    const state = tables.flatMap((table) => table.state().map(([key, value]) => [`${table.table.id}.${key}`, value]));
    const hash = state.length ? `#~${new URLSearchParams(state)}` : " ";
    history.replaceState(null, "", hash === " " ? location.href.split("#")[0] : hash);
  }

  function recall() {
    if (!location.hash.startsWith("#~")) return;
    const state = new URLSearchParams(location.hash.slice(2));
    tables.forEach((table) => {
      table.restore(state);
      if (table.state().length) table.table.closest("details.part").open = true;
    });
  }

  function openForPrint() {
    const shown = ".part:not([open]), .part .stage:not([open]), .names:not([open]), #flagged tbody[data-top] details:not([open])";
    document.querySelectorAll(shown).forEach((one) => {
      one.open = true;
      one.dataset.opened = "";
    });
  }

  function closeAfterPrint() {
    document.querySelectorAll("details[data-opened]").forEach((one) => {
      one.open = false;
      delete one.dataset.opened;
    });
  }

  document.querySelectorAll("table[id]").forEach((table) => {
    if (table.tHead.querySelector("[data-sort]")) tables.push(new SortableTable(table));
  });
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.matches("details")) {
      target.open = true;
      target.scrollIntoView();
    }
  }

  function arrive() {
    recall();
    openTarget();
  }

  arrive();
  addEventListener("hashchange", arrive);
  addEventListener("beforeprint", openForPrint);
  addEventListener("afterprint", closeAfterPrint);
})();
