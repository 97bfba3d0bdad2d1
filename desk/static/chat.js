// Live replies. Without this file the page works the same, with a link to reload it.
(() => {
  const log = document.getElementById("gesprek");
  const field = document.getElementById("zin");
  let wait = 2000;
  const list = () => log.querySelector(".talk");
  const down = () => document.getElementById("eind").scrollIntoView({ block: "end" });
  async function look() {
    if (document.hidden) return setTimeout(look, wait);
    try {
      const answer = await fetch((log.dataset.news || "/chat/nieuw") + "?na=" + list().dataset.na);
      if (answer.status === 200) {
        const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".talk");
        // Only what is new is added, so that a screen reader reads that and nothing else
        for (const old of log.querySelectorAll(".talk form")) old.remove();
        const known = list().children.length;
        list().append(...[...made.children].slice(known));
        list().dataset.na = made.dataset.na;
        wait = 2000;
        down();
      } else wait = Math.min(wait * 1.2, 15000);
    } catch { wait = 15000; }
    setTimeout(look, wait);
  }
  if (field) field.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (field.value.trim()) field.form.requestSubmit();
    }
  });
  down();
  setTimeout(look, wait);
})();
