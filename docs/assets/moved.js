// A link to a part that has moved to another page goes there.

const MOVED = {
  "lessons/learning-algorithm/#categorical": "lessons/classification-loss/",
  "lessons/learning-algorithm/#cross-entropy": "lessons/classification-loss/",
  "lessons/neural-network/#activation-functions": "lessons/activations/",
  "lessons/optimizers/#batches": "lessons/batches/",
  "lessons/optimizers/#bfgs": "lessons/second-order/#bfgs",
  "lessons/optimizers/#evaluations": "lessons/second-order/#evaluations",
  "lessons/optimizers/#never-at-rest": "lessons/batches/#never-at-rest",
  "lessons/optimizers/#newton": "lessons/second-order/#newton",
  "lessons/optimizers/#pros-and-cons": "lessons/batches/#pros-and-cons",
  "lessons/optimizers/#same-work": "lessons/batches/#same-work",
};
const site = new URL("..", import.meta.url);

function follow() {
  const here = location.pathname.slice(site.pathname.length) + location.hash;
  if (Object.hasOwn(MOVED, here)) location.replace(new URL(MOVED[here], site));
}

follow();
addEventListener("hashchange", follow);
