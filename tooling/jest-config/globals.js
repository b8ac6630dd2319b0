// What tests import as `@jest/globals`: each name leads to what jest made for the test file that runs now. Modules that several test
// files share (the contract, helpers) import it once.
let current = {};

export function setGlobals(globals) {
  current = globals;
}

export const afterAll = leadingTo('afterAll');
export const afterEach = leadingTo('afterEach');
export const beforeAll = leadingTo('beforeAll');
export const beforeEach = leadingTo('beforeEach');
export const describe = leadingTo('describe');
export const expect = leadingTo('expect');
export const it = leadingTo('it');
export const test = leadingTo('test');

/** Of jest's object what makes sense without its module registry. */
export const jest = {
  setTimeout: (milliseconds) => {
    globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = milliseconds;
    return jest;
  },
};

function leadingTo(name) {
  return new Proxy(() => {}, {
    apply: (_, self, words) => Reflect.apply(current[name], self, words),
    get: (_, key) => current[name][key],
  });
}
