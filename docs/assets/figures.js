// Brings a moving figure's own module when the figure comes near the screen.

const AHEAD = "600px";

const near = new IntersectionObserver(
  async (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      try {
        const { start } = await import(`./figures/${target.dataset.figure}.js`);
        await start(target);
        target.classList.add("is-moving");
      } catch (fault) {
        target.classList.add("is-still");
        target.querySelector(".figure-fault").hidden = false;
        console.info(fault);
      }
    }
  },
  { rootMargin: AHEAD },
);
for (const figure of document.querySelectorAll("figure[data-figure]")) near.observe(figure);
