// What the service tells by itself while the page is seen. Without it, `Counts` still asks.

const UNSEEN = 60; // s
const LONGEST = 60; // between two tries

export function listen(path, hear) {
  const paused = document.getElementById("paused");
  let source;
  let timer;
  let tries = 0;

  function after(seconds, what) {
    clearTimeout(timer);
    timer = setTimeout(what, seconds * 1000);
  }
  function open() {
    source = new EventSource(path);
    source.onmessage = ({ data }) => hear(JSON.parse(data));
    source.onopen = () => {
      tries = 0;
      paused.hidden = true;
    };
    source.onerror = () => {
      source.close();
      paused.hidden = !tries; // once is no loss: the service may begin anew
      after(Math.min(2 ** tries++, LONGEST) * (1 + Math.random()), () => document.hidden || open());
    };
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) after(UNSEEN, () => source.close());
    else after(0, () => source.readyState === EventSource.CLOSED && open());
  });
  open();
}
