/* Makes pages handier. Everything works without it; nothing is allowed by it. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Buttons say what they do while they do it, and a form goes once. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post" || "again" in form.dataset) return;
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    const words = button && button.querySelector("span");
    if (!words || button.classList.contains("quiet")) return;
    button.style.width = `${button.offsetWidth}px`;
    button.dataset.words = words.textContent;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("is-busy");
    words.textContent = button.dataset.busy || `正在${words.textContent}…`;
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all(".is-busy").forEach((button) => {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
      button.style.width = "";
      button.querySelector("span").textContent = button.dataset.words;
    });
  });

  /* Switches send their form. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-outcome]")) countShifts();
  });

  /* The dock and the panel say what is chosen. */
  const countShifts = () => {
    const places = all("[data-shift-words]");
    if (!places.length) return;
    const chosen = all("[data-outcome]:checked").map((box) => box.dataset.outcome);
    const parts = [["place", "个直接报上"], ["line", "个候补"], ["decide", "个等社区确认"]]
      .map(([outcome, words]) => [chosen.filter((one) => one === outcome).length, words])
      .filter(([number]) => number)
      .map(([number, words]) => `${number} ${words}`);
    places.forEach((place) => {
      const title = place.querySelector("b");
      const detail = place.querySelector("small") || place;
      place.dataset.at ??= title ? `${title.textContent}|${detail.textContent}` : `|${detail.textContent}`;
      const [titleBefore, detailBefore] = place.dataset.at.split("|");
      const sum = `已选 ${chosen.length} 个班次`;
      if (title) {
        title.textContent = chosen.length ? sum : titleBefore;
        detail.textContent = chosen.length ? parts.join("，") : detailBefore;
      } else {
        detail.textContent = chosen.length ? `${sum}：${parts.join("，")}。` : detailBefore;
      }
    });
  };

  /* 显示 and 隐藏 for passwords. */
  const readyReveal = (button) => {
    const input = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const show = input.type === "password";
      input.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
      button.querySelector("span").textContent = show ? "隐藏" : "显示";
    });
  };

  /* 复制链接: copies data-copy, or shares where the phone can. */
  const readyCopy = (button) => {
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const url = new URL(button.dataset.copy || location.href, location.href).href;
      try {
        if (navigator.share && matchMedia("(pointer: coarse)").matches) {
          await navigator.share({ title: document.title, url });
          return;
        }
        await navigator.clipboard.writeText(url);
        words.textContent = "链接已复制";
      } catch (problem) {
        if (problem.name === "AbortError") return;
        words.textContent = "复制不了，请长按网址";
      }
      setTimeout(() => { words.textContent = before; }, 3000);
    });
  };

  /* 复制: the words of a box, which are also selected when it is touched. */
  const readyCopyFrom = (button) => {
    const box = document.getElementById(button.dataset.copyFrom);
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      box.select();
      try {
        await navigator.clipboard.writeText(box.value);
        words.textContent = "复制好了";
      } catch {
        // Old phones, and addresses without https: the older way still works there.
        words.textContent = document.execCommand("copy") ? "复制好了" : "复制不了，请长按文字";
      }
      setTimeout(() => { words.textContent = before; }, 3000);
    });
  };

  /* A long grouped select becomes street, community, and two typed characters. */
  const readyCommunity = (box) => {
    const select = box.querySelector("select");
    const groups = all("optgroup", select).filter((group) => group.label);
    if (groups.length < 2) return;
    const first = select.querySelector("option[value='']");
    const street = document.createElement("select");
    const typed = document.createElement("input");
    const line = document.createElement("div");
    street.className = typed.className = "input";
    street.setAttribute("aria-label", "街道或镇");
    street.append(new Option("全部街道和镇", ""), ...groups.map((group) => new Option(group.label)));
    typed.type = "search";
    typed.placeholder = "打两个字来找，如 清泉";
    typed.setAttribute("aria-label", "打两个字来找社区或村");
    line.className = "field-pair";
    select.before(line);
    line.append(street, select);
    line.before(typed);
    typed.classList.add("community-typed");
    const chosenGroup = select.selectedOptions[0] && select.selectedOptions[0].closest("optgroup");
    const options = groups.map((group) => [group, all("option", group)]);
    const narrow = () => {
      const kept = select.value;
      const letters = typed.value.trim();
      let found = 0;
      options.forEach(([group, members]) => {
        const here = !street.value || street.value === group.label;
        const fits = here ? members.filter((option) => option.text.includes(letters)) : [];
        group.replaceChildren(...fits);
        found += fits.length;
        if (fits.length) select.append(group);
        else group.remove();
      });
      const still = [...select.options].some((option) => option.value === kept);
      if (first) first.text = found ? first.dataset.words : "没有这个名字的社区或村";
      if (still) select.value = kept;
      else if (first) select.value = first.value;
      if (letters.length > 1 && found === 1) select.selectedIndex = select.options.length - 1;
    };
    if (first) first.dataset.words = first.text;
    if (chosenGroup) street.value = chosenGroup.label;
    if (chosenGroup) narrow();
    street.addEventListener("change", () => { typed.value = ""; narrow(); });
    typed.addEventListener("input", () => { street.value = ""; narrow(); });
    typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  };

  /* Messages can be closed; an undo goes by itself when ten minutes are over. */
  const readyClose = (button) => {
    const message = button.closest(".message");
    button.hidden = false;
    button.addEventListener("click", () => message.remove());
    if (message.classList.contains("undo")) setTimeout(() => message.remove(), 600000);
  };

  /* The leader's code: counts down, and is fetched anew when it changes. */
  const readyCountdown = (box) => {
    const ends = performance.now() + Number(box.dataset.countdown) * 1000;
    const bar = box.querySelector("progress");
    const words = box.querySelector("[data-seconds]");
    const step = () => {
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      bar.value = left;
      words.textContent = left;
      if (left) setTimeout(step, 250);
      else location.reload();
    };
    step();
  };

  const ready = () => {
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
    all("[data-reveal]").forEach(readyReveal);
    all("[data-copy]").forEach(readyCopy);
    all("[data-copy-from]").forEach(readyCopyFrom);
    all("[data-select]").forEach((box) => box.addEventListener("focus", () => box.select()));
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    all("[data-community]").forEach(readyCommunity);
    all("[data-dismiss]").forEach(readyClose);
    if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 900px)").matches) {
      all("[data-open-wide]").forEach((sheet) => { sheet.open = true; });
    }
    all("[data-countdown]").forEach(readyCountdown);
    countShifts();
  };
  ready();
})();
