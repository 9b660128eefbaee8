// Plays what the build has recorded of a function of backprop (figures.moving.recorder): the same operations
// on the same float64 numbers, in the same order.

export function recorded({ inputs, steps, outputs }) {
  const slots = new Float64Array(inputs + steps.length);
  return (point) => {
    slots.set(point);
    steps.forEach(([sign, a, b], k) => {
      const at = inputs + k;
      if (sign === "=") slots[at] = a;
      else if (sign === "+") slots[at] = slots[a] + slots[b];
      else if (sign === "-") slots[at] = slots[a] - slots[b];
      else if (sign === "*") slots[at] = slots[a] * slots[b];
      else if (sign === "/") slots[at] = slots[a] / slots[b];
      else if (sign === "^") slots[at] = slots[a] ** slots[b];
      else if (sign === "r") slots[at] = Math.sqrt(slots[a]);
      else if (sign === "e") slots[at] = Math.exp(slots[a]);
      else if (sign === "l") slots[at] = Math.log(slots[a]);
      else throw new Error(`no operation ${sign}`);
    });
    return outputs.map((slot) => slots[slot]);
  };
}
