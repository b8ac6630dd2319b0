import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string): string[] {
  return scan({ path: 'lib/a.js', text }).issues.map(
    ({ ruleId, places: [place] }) => `${ruleId} ${String(place.line)}`,
  );
}

const isSafe = "function isAllowed(key) { return key !== '__proto__' && key !== 'constructor'; }\n";
const copy = (guard: string): string =>
  `function copy(to, from) { for (const key in from) { ${guard} if (to[key]) copy(to[key], from[key]); else to[key] = from[key]; } }`;
const set = (head: string): string =>
  `function set(at, path, value) { const keys = ${head}; for (let i = 0; i < keys.length - 1; i++) at = at[keys[i]] = at[keys[i]] || {}; at[keys.at(-1)] = value; }`;

describe('the names are refused elsewhere in the file, and that guards nothing here', () => {
  test.each([
    ['a copy beside the question', `${isSafe}${copy('')}`],
    ['a setter by path beside the question', `${isSafe}${set("path.split('.')")}`],
    [
      'a copy beside one with a guard',
      `const other = () => { ${copy('if (!isAllowed(key)) continue;')} };\n${copy('')}`,
    ],
  ])('%s', (_, code) => {
    expect(told(isSafe + code)).toEqual([`prototype-pollution ${String(isSafe.concat(code).split('\n').length)}`]);
  });
});

describe('not, where the guard stands', () => {
  test.each([
    ['in what is called on the name', `${isSafe}${copy('if (!isAllowed(key)) continue;')}`],
    [
      'in a list that is looked into',
      `const refused = ['__proto__', 'constructor'];\n${copy('if (refused.includes(key)) continue;')}`,
    ],
    [
      'in a list behind what is called',
      `const refused = new Set(['__proto__', 'constructor']);\nfunction bad(key) { return refused.has(key); }\n${copy('if (bad(key)) continue;')}`,
    ],
    [
      'in a method of the same class',
      "class Store { refuses(key) { return key === '__proto__' || key === 'constructor'; }\nset(at, path, value) { for (const key of path.split('.').slice(0, -1)) { if (this.refuses(key)) return; at = at[key]; } at[path] = value; } }",
    ],
    [
      'where the path is taken apart',
      `${isSafe}${set('take(path)')}\nfunction take(path) { return path.split('.').filter(isAllowed); }`,
    ],
    [
      'in who calls it',
      `${isSafe}${set('path')}\nexports.put = (at, path) => { if (path.every(isAllowed)) set(at, path, 1); };`,
    ],
    [
      'in half, and it steps into objects alone',
      "const clean = (key) => (key === '__proto__' ? '' : key);\nfunction set(at, keys, value) { keys.slice(0, -1).forEach((name) => { const key = clean(name); if (typeof at[key] !== 'object') at[key] = {}; at = at[key]; }); at[clean(keys.at(-1))] = value; }\nconst type = value.constructor;",
    ],
  ])('%s', (_, code) => {
    expect(told(code)).toEqual([]);
  });

  test.each(['to.hasOwnProperty(key)', '_.has(to, key)', 'ObjectHasOwn(to, key)'])(
    'own properties alone: %s',
    (own) => {
      const merge = (asked: string): string =>
        `function merge(to, from) { for (const key in from) { if (${asked}) merge(to[key], from[key]); else to[key] = from[key]; } }`;
      expect(told(merge(own))).toEqual([]);
      expect(told(merge(own.replace('to', 'from')))).toEqual(['prototype-pollution 1']);
    },
  );

  test('each level into a new object', () => {
    const merge = (next: string): string =>
      `function merge(to, ...all) { for (const from of all) for (const key in from) to[key] = isObject(to[key]) ? merge(${next}to[key], from[key]) : from[key]; return to; }`;
    expect(told(merge('{}, '))).toEqual([]);
    expect(told(merge(''))).toEqual(['prototype-pollution 1']);
  });
});
