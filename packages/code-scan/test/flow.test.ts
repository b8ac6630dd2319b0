import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
const exec = "const { exec } = require('child_process');\nconst util = require('util');\n";
function told(code: string, isEntry = false): string[] {
  return scan({ path: 'lib/a.js', text: exec + code, isEntry }).issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}

describe('from a parameter that callers give to a shell, two calls away', () => {
  test.each([
    ['helper', 'function run(line) { exec(line); }\nexports.log = (name) => run(`git log ${name}`);'],
    [
      'helper of a helper',
      'function run(line) { exec(line); }\nfunction git(rest) { run("git " + rest); }\nexports.log = (name) => git(name);',
    ],
    [
      'what builds the line',
      'function line(name) { return "git log " + name; }\nexports.log = (name) => exec(line(name));',
    ],
    [
      'what builds the line, by another one',
      'function wrapped(name) { return `"${name}"`; }\nfunction line(name) { return "git log " + wrapped(name); }\nexports.log = (name) => exec(line(name));',
    ],
    [
      'what builds the line, handed to a helper',
      'function line(name) { return "where " + name; }\nfunction run(command) { exec(command); }\nmodule.exports = function () { const all = Array.prototype.slice.call(arguments); all.some(function (each) { return run(line(each)); }); };',
    ],
    ['a format', 'exports.info = (file) => exec(util.format("pdfinfo \\"%s\\"", file));'],
    ['all of a list', 'exports.remove = (names) => exec("rm " + names.map((name) => name.trim()).join(" "));'],
  ])('%s', (_, code) => {
    expect(told(code)).toEqual(['warning command-injection']);
  });

  test.each([
    [
      'three calls away',
      'function a(x) { exec("a" + x); }\nfunction b(x) { a(x); }\nfunction c(x) { b(x); }\nexports.d = (x) => c(x);',
    ],
    ['a line as it was given', 'function run(line) { exec(line); }\nexports.run = (line) => run(line);'],
    [
      'a helper that others than strangers call',
      'function run(name) { exec("git " + name); }\nrun("log");\nexports.a = 1;',
    ],
    [
      'what builds a line with another of its arguments',
      'function line(name, from) { return "git log " + from; }\nexports.log = (name) => exec(line(name, "main"));',
    ],
    [
      'a function that calls itself',
      'function line(name) { return name === 0 ? "" : line(name - 1); }\nexports.log = (name) => exec(line(name));',
    ],
    [
      'each of a list in quotes',
      'exports.remove = (names) => exec("rm " + names.map((name) => shellQuote(name)).join(" "));',
    ],
    [
      'each of a list by a function for that',
      'exports.remove = (names) => exec("rm " + names.map(shellQuote).join(" "));',
    ],
    [
      'arguments of a function of its own',
      'function run() { exec("git " + arguments[0]); }\nrun("log");\nexports.a = 1;',
    ],
  ])('not: %s', (_, code) => {
    expect(told(code)).toEqual([]);
  });
});

test('what a package shows is called by everybody: there it is an error', () => {
  const code = 'module.exports = (name) => exec(`git log ${name}`);';
  expect(told(code)).toEqual(['warning command-injection']);
  expect(told(code, true)).toEqual(['error command-injection']);
  expect(told('exec(`git log ${process.argv[2]}`);', true)).toEqual(['warning command-injection']);
  expect(told('function log(name) { exec(`git log ${name}`); }\nlog("main");', true)).toEqual([]);
});

describe('a reader of archives', () => {
  const reader = (join: string, before = '', more = ''): string =>
    `const path = require('path');\nconst fs = require('fs');\n${more}function extractAll(zip, folder) {\n  zip.entries.forEach(function (entry) {\n    ${before}\n    fs.writeFileSync(${join}, entry.getData());\n  });\n}\n`;
  test.each([
    reader('path.join(folder, entry.entryName)'),
    reader('path.resolve(folder, entry.path.toString())'),
    reader('path.join(folder, header.name)'),
    `const path = require('path');\nconst tar = require('decompress-tar');\nmodule.exports = (files, folder) => Promise.all(files.map(x => { const to = path.join(folder, x.path); return write(to, x.data); }));`,
    // What is checked before there are entries is something else.
    `const path = require('path');\nconst yauzl = require('yauzl');\nfunction all(folder, zip) {\n  if (folder.startsWith('..')) return;\n  return new Promise(() => {\n    zip.on('entry', (entry) => fs.writeFileSync(path.join(folder, entry.fileName), ''));\n  });\n}`,
  ])('%s', (code) => {
    expect(told(code)).toEqual(['error archive-path-traversal']);
  });
  test.each([
    [
      'a check of the start',
      reader('path.join(folder, entry.path)', 'if (path.join(folder, entry.path).indexOf(folder) !== 0) return;'),
    ],
    ['a check of two points', reader('path.join(folder, entry.path)', 'if (/\\.\\./.test(entry.path)) return;')],
    ['a cleaned name', reader('path.join(folder, sanitize(entry.entryName))')],
    [
      'the entries of a folder',
      reader('path.join(folder, entry.name)', '', 'fs.readdirSync(".", { withFileTypes: true });\n'),
    ],
    ['no archive', reader('path.join(folder, entry.name)').replace('extractAll', 'copyAll')],
    ['something else than an entry', reader('path.join(folder, options.name)')],
  ])('not: %s', (_, code) => {
    expect(told(code)).toEqual([]);
  });
});

test('a slow expression that meets what callers hand on is a note', () => {
  expect(told("exports.trim = (text) => text.replace(/\\s*$/, '');")).toEqual(['note slow-regex']);
  expect(told("exports.trim = (text) => text.replace(/^\\s+/g, '');")).toEqual([]);
  expect(told("const trim = (text) => text.replace(/\\s*$/, '');\ntrim('a');")).toEqual([]);
});

test('an expression that nothing was found for is a note where strangers send the text, and nothing where callers give it', () => {
  const route = (text: string): string => `app.get('/', (req, res) => { const found = ${text}; res.end(); });`;
  expect(told(route('/bytes=(\\d+)-/.exec(req.query.range)'))).toEqual(['note slow-regex']);
  expect(told('exports.isPrompt = (text) => />\\s*$/.test(text);')).toEqual([]);
  // A header has no line feed, at which the dot would stop.
  expect(told(route("req.query.key.replace(/#.*$/, '')"))).toEqual(['warning slow-regex']);
  expect(told(route("req.headers.key.replace(/#.*$/, '')"))).toEqual(['note slow-regex']);
});

test('a name that says what a value is for does not say what it is', () => {
  expect(told('const resetToken = Math.random();')).toEqual(['warning weak-random-token']);
  expect(told('function generateTokenForUser() { return Math.random(); }')).toEqual(['warning weak-random-token']);
  expect(told('function generateIdForToken() { return `task-${Math.random()}`; }')).toEqual([]);
  expect(told('const query = { SignatureNonce: Math.random().toString() };')).toEqual([]);
});

test('a mode that is only there to let a file be removed is not told', () => {
  const fs = "const fs = require('fs');\nfs.chmodSync(file, '0666');\n";
  expect(told(`${fs}fs.unlinkSync(file);`)).toEqual([]);
  expect(told(`${fs}fs.unlinkSync(other);`)).toEqual(['warning open-file-mode']);
});

describe('prototype pollution', () => {
  const steps = (path: string): string =>
    `let at = object; for (const name of ${path}.slice(0, -1)) { at[name] = at[name] || {}; at = at[name]; } at[${path}.at(-1)] = value;`;
  const setter = (head: string, path: string): string => `${head} { ${steps(path)} }`;
  test.each([
    ['warning', 'the path was text', setter('function set(object, name, value)', "name.split('.')")],
    [
      'warning',
      'it is taken apart by a function for that',
      `exports.set = (object, name, value) => { const parts = dotSplit(name); ${steps('parts')} };`,
    ],
    [
      'warning',
      'the function around takes it',
      `exports.setter = (path) => { const parts = parse(path); return ${setter('(object, value) =>', 'parts')} };`,
    ],
    ['warning', 'other files give it', setter('exports.set = function (object, path, value)', 'path')],
    [
      'warning',
      'it is given by what made it of text',
      `${setter('function set(object, path, value)', 'path')} set({}, parse(name), 1);`,
    ],
    [
      'note',
      'it is a list that stands there',
      `${setter('function set(object, path, value)', 'path')} set({}, ['a', 'b'], 1);`,
    ],
    [
      'note',
      'it is a field of a description',
      `${setter('function set(object, path, value)', 'path')} set({}, field.path, 1);`,
    ],
    ['note', 'it is a field of a setting', setter('exports.set = function (object, setting, value)', 'setting.path')],
  ])('a %s where %s', (level, _, code) => {
    expect(told(code)).toEqual([`${level} prototype-pollution`]);
  });

  test.each([
    [
      'a setter whose object is outside of the loop over the names',
      'function setKey(object, keys, value) { var o = object; keys.slice(0, -1).forEach(function (key) { if (o[key] === undefined) o[key] = {}; o = o[key]; }); o[keys[keys.length - 1]] = value; }',
    ],
    [
      'a copy that knows one name of two, and goes into functions',
      "function isObject(value) { return typeof value === 'object' || typeof value === 'function'; }\nfunction merge(a, b) { for (var key in b) { if (key === '__proto__') continue; if (isObject(a[key]) && isObject(b[key])) merge(a[key], b[key]); else a[key] = b[key]; } }",
    ],
  ])('%s', (_, code) => {
    expect(told(code)).toEqual(['warning prototype-pollution']);
  });
  test.each([
    [
      'a copy that knows one name, and goes into objects alone',
      "function isObject(value) { return typeof value === 'object'; }\nfunction merge(a, b) { for (var key in b) { if (key === '__proto__') continue; if (isObject(a[key]) && isObject(b[key])) merge(a[key], b[key]); else a[key] = b[key]; } }",
    ],
    [
      'a setter that knows one name, and steps into objects alone',
      "function set(object, keys, value) { keys.slice(0, -1).forEach(function (key) { if (key === '__proto__') return; if (typeof object[key] !== 'object') object[key] = {}; object = object[key]; }); object[keys[0]] = value; }",
    ],
  ])('not: %s', (_, code) => {
    expect(told(code)).toEqual([]);
  });

  test('not: a copy into a new object at each level', () => {
    const merge = (start: string, next: string): string =>
      `function merge(a, b) { const to = ${start}; for (const key of Object.keys(b)) to[key] = a[key] ? merge(${next}, b[key]) : b[key]; return to; }`;
    expect(told(merge('Array.isArray(b) ? [] : {}', 'a[key]'))).toEqual([]);
    expect(told(merge('Object.assign({}, a)', 'a[key]'))).toEqual([]);
    expect(told(merge('a', 'a[key]'))).toEqual(['warning prototype-pollution']);
    expect(told(merge('{}', 'to[key]'))).toEqual(['warning prototype-pollution']);
  });

  test('not: a comparison that goes as deep', () => {
    const code =
      'function equals(a, b) { const seen = {}; for (const key in a) { if (!equals(a[key], b[key])) return false; seen[key] = true; } return true; }';
    expect(told(code)).toEqual([]);
  });
});
