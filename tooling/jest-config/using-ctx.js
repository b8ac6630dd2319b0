// What `using` and `await using` become on a Node that does not know them (22); the code that strip-types.js makes imports this.
export default function usingContext() {
  const resources = [];
  const failures = [];
  const add = (isAsync) => (value) => {
    if (value !== null && value !== undefined) {
      const dispose = (isAsync ? value[Symbol.asyncDispose] : undefined) ?? value[Symbol.dispose];
      if (typeof dispose !== 'function') throw new TypeError('the value cannot be disposed of');
      resources.push({ value, dispose, isAsync });
    }
    return value;
  };
  // Last come, first gone; a failure does not keep the others from being disposed of.
  const dispose = () => {
    for (let resource = resources.pop(); resource; resource = resources.pop()) {
      try {
        const done = resource.dispose.call(resource.value);
        if (resource.isAsync)
          return Promise.resolve(done)
            .catch((error) => failures.push(error))
            .then(dispose);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return undefined;
  };
  return {
    a: add(true),
    u: add(false),
    set e(error) {
      failures.push(error);
    },
    d: dispose,
  };
}
