import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'src/a.ts'): string[] {
  const { issues, gap } = scan({ path, text });
  expect(gap).toBe(undefined);
  return issues.map(({ ruleId, level, places: [{ line }] }) => `${level} ${ruleId} ${line}`);
}
const imports = `import { exec, execSync, execFile, spawn } from 'node:child_process';
import crypto, { createHash, createHmac, createCipheriv } from 'node:crypto';
import fs, { readFile, writeFileSync, chmodSync } from 'node:fs';
import { join, basename, relative, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import vm from 'node:vm';
import v8 from 'node:v8';
import jwt from 'jsonwebtoken';
`;
const inRoute = (code: string): string => `${imports}app.get('/x', async (req, res) => {\n${code}\n});\n`;
const withoutLines = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ \d+$/, ''));

describe('what strangers choose is an error', () => {
  test.each([
    ['command-injection', 'exec(`git log ${req.query.name}`);'],
    ['command-injection', "const name = req.body.name;\nexecSync('git log ' + name);"],
    ['command-injection', 'const { name } = req.query;\nexec(`git ${name}`, done);'],
    ['command-injection', "spawn('sh', ['-c', `ls ${req.params.dir}`]);"],
    ['command-injection', 'spawn(`ls ${req.params.dir}`, { shell: true });'],
    ['command-injection', 'function run(dir) { return exec(`ls ${dir}`); }\nrun(req.query.dir);'],
    ['command-injection', "const line = ['git', 'log', req.query.name].join(' ');\nexec(line);"],
    ['command-injection', 'exec(`git ${req.query.name.trim()}`);'],
    ['code-injection', 'eval(req.body.code);'],
    ['code-injection', "new Function('a', req.body.code);"],
    ['code-injection', 'vm.runInNewContext(req.body.code, {});'],
    ['code-injection', 'await import(req.query.module);'],
    ['code-injection', 'const answer = await fetch(url);\neval(await answer.text());'],
    ['sql-injection', 'await db.query(`SELECT * FROM users WHERE id = ${req.params.id}`);'],
    ['sql-injection', "const sql = 'DELETE FROM t WHERE id = ' + req.body.id;\ndb.execute(sql);"],
    ['path-traversal', "fs.readFile(join('/srv', req.params.name), done);"],
    ['path-traversal', 'res.sendFile(`/srv/${req.query.file}`);'],
    ['server-side-request', 'await fetch(req.query.url);'],
    ['server-side-request', 'const { host } = req.body;\nawait fetch(`https://${host}/status`);'],
    ['page-injection', 'res.send(`<h1>${req.query.name}</h1>`);'],
    ['prototype-pollution', 'store[req.body.a][req.body.b] = 1;'],
    ['unsafe-deserialisation', 'v8.deserialize(req.body);'],
  ])('%s: %s', (rule, code) => {
    expect(withoutLines(told(inRoute(code)))).toEqual([`error ${rule}`]);
  });

  test.each([
    ['open-redirect', 'res.redirect(req.query.next);'],
    ['regex-injection', 'new RegExp(req.query.pattern);'],
    ['slow-regex', 'if (/^(\\w+\\s?)*$/.test(req.body.text)) done();'],
    [
      'mirrored-origin',
      "res.setHeader('Access-Control-Allow-Credentials', 'true');\nres.setHeader('Access-Control-Allow-Origin', req.headers.origin);",
    ],
  ])('or a warning: %s', (rule, code) => {
    expect(withoutLines(told(inRoute(code)))).toEqual([`warning ${rule}`]);
  });

  test.each([
    "execFile('git', ['log', req.query.name]);",
    'exec(`kill ${Number(req.query.pid)}`);',
    "if (!['a', 'b'].includes(req.query.name)) throw new Error('no');\nexec(`git ${req.query.name}`);",
    'const { name } = req.query;\nif (!/^\\w+$/.test(name)) return;\nexec(`git ${name}`);',
    "spawn('git', ['log', req.query.name], { shell: false });",
    'JSON.parse(req.body.code);',
    "await db.query('SELECT * FROM users WHERE id = $1', [req.params.id]);",
    'await db.query(`SELECT * FROM users WHERE id = ${Number(req.params.id)}`);',
    "const file = resolve('/srv', req.params.name);\nif (relative('/srv', file).startsWith('..')) return;\nfs.readFile(file, done);",
    "fs.readFile(join('/srv', basename(req.params.name)), done);",
    "res.sendFile(req.params.name, { root: '/srv' });",
    'await fetch(`https://api.example.org/${req.query.id}`);',
    "const target = new URL(req.query.url);\nif (target.host !== 'example.org') return;\nawait fetch(req.query.url);",
    'res.send(`<h1>${escapeHtml(req.query.name)}</h1>`);',
    'res.json({ name: req.query.name });',
    'res.redirect(`/users/${req.query.id}`);',
    'new RegExp(RegExp.escape(req.query.pattern));',
    'if (/^[a-z]+$/.test(req.body.text)) done();',
    "eval('1 + 1');",
    'setTimeout(() => done(req.query), 10);',
  ])('not: %s', (code) => {
    expect(told(inRoute(code))).toEqual([]);
  });
});

describe('what others choose', () => {
  test('the command line is a warning, the environment a note, callers of a package a warning', () => {
    expect(told(`${imports}exec(\`git log \${process.argv[2]}\`);`)).toEqual(['warning command-injection 9']);
    expect(told(`${imports}exec(\`git log \${process.env.BRANCH}\`);`)).toEqual(['note command-injection 9']);
    expect(told(`${imports}export function log(name: string) { exec(\`git log \${name}\`); }`)).toEqual([
      'warning command-injection 9',
    ]);
    expect(
      told("const { exec } = require('child_process');\nmodule.exports = (name) => exec('git log ' + name);", 'a.js'),
    ).toEqual(['warning command-injection 2']);
  });
  test('a program that runs the command it is given does what it is for; numbers hold no commands; own functions have no strangers', () => {
    expect(told(`${imports}exec(process.argv[2]);`)).toEqual([]);
    expect(told(`${imports}export function run(command: string) { exec(command); }`)).toEqual([]);
    expect(told(`${imports}export function kill(pid: number) { exec(\`kill \${pid}\`); }`)).toEqual([]);
    expect(told(`${imports}function log(name: string) { exec(\`git log \${name}\`); }\nlog('main');`)).toEqual([]);
    expect(told(`${imports}const name = 'main';\nexec(\`git log \${name}\`);`)).toEqual([]);
  });
  test('a path that a function before has looked at is not told, one that nobody has is', () => {
    const list = 'function list(folder) { return fs.readdirSync(folder); }\n';
    const route = (check: string): string =>
      `${imports}${list}app.get('/x', async (req, res) => {\nconst folder = join(root, req.query.dir);\n${check}list(folder);\n});\n`;
    expect(withoutLines(told(route('')))).toEqual(['error path-traversal']);
    expect(withoutLines(told(route('log(folder);\n')))).toEqual(['error path-traversal']);
    expect(told(route('if (!file.isPathInside(root, folder)) return res.status(400);\n'))).toEqual([]);
    expect(told(route('folder = sanitizePathname(folder);\n'))).toEqual([]);
  });
  test('where the server has put a file is not what a stranger chooses; what it was called is', () => {
    expect(told(inRoute('const all = req.files;\nall.forEach((each) => fs.unlink(each.path, done));'))).toEqual([]);
    expect(told(inRoute('fs.readFileSync(req.files.picture.tempFilePath);'))).toEqual([]);
    expect(withoutLines(told(inRoute('fs.writeFileSync(join(root, req.files.picture.name), text);')))).toEqual([
      'error path-traversal',
    ]);
  });
  test('the search of a parsed address has nothing that ends an attribute; its whole may', () => {
    expect(told(inRoute('res.send(`<a href="${new URL(req.url, base).search}">here</a>`);'))).toEqual([]);
    expect(told(inRoute('const url = new URL(req.url, base);\nres.send(`<b>${url.hash}</b>`);'))).toEqual([]);
    expect(withoutLines(told(inRoute('res.send(`<a href="${new URL(req.query.to).href}">here</a>`);')))).toEqual([
      'error page-injection',
    ]);
  });
  test('an address of the page', () => {
    expect(told('document.body.innerHTML = decodeURIComponent(location.hash);')).toEqual(['error page-injection 1']);
    expect(told('document.body.textContent = location.hash;')).toEqual([]);
    expect(told("document.body.innerHTML = '<p>text</p>';")).toEqual([]);
  });
  test.each(['test/a.ts', 'web/cypress/a.ts', 'prisma/seeds/a.ts', 'db/factories/a.ts', 'auth.setup.ts', 'a.cy.ts'])(
    'in tests and examples it is told quietly: %s',
    (path) => {
      expect(told(inRoute('eval(req.body.code);'), path)).toEqual(['note code-injection 10']);
    },
  );
  test.each(['src/factories/a.ts', 'src/setup.ts', 'src/seed-user.ts'])('not: %s', (path) => {
    expect(told(inRoute('eval(req.body.code);'), path)).toEqual(['error code-injection 10']);
  });
});

describe('without a flow', () => {
  test.each([
    ['error', 'tls-verification-off', 'const agent = new https.Agent({ rejectUnauthorized: false });'],
    ['error', 'tls-verification-off', "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';"],
    [
      'warning',
      'tls-verification-off',
      'async function ask(host) { const socket = await new Promise((done) => { const own = tls.connect({ host, rejectUnauthorized: false }, () => done(own)); }); return socket.getPeerX509Certificate(); }',
    ],
    ['warning', 'tls-verification-off', "if (insecure) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';"],
    ['error', 'tls-verification-off', 'connect({ checkServerIdentity: () => undefined });'],
    ['error', 'weak-cipher', "crypto.createCipher('aes-256-cbc', password);"],
    ['error', 'weak-cipher', "createCipheriv('aes-128-ecb', key, null);"],
    ['error', 'weak-cipher', "createCipheriv('des-cbc', key, nonce);"],
    ['error', 'fixed-key', "createHmac('sha256', 'my-signing-key').update(text);"],
    ['error', 'fixed-key', "createCipheriv('aes-256-gcm', key, Buffer.alloc(12));"],
    ['error', 'fixed-key', "const nonce = Buffer.alloc(12);\ncreateCipheriv('aes-256-gcm', key, nonce);"],
    ['error', 'fixed-key', "jwt.sign({ user }, 'my-signing-key');"],
    ['error', 'weak-password-hash', "createHash('md5').update(password).digest('hex');"],
    ['error', 'weak-password-hash', "createHash('sha256').update(user.password).digest('hex');"],
    [
      'error',
      'weak-password-hash',
      "function check(password) { password = createHash('sha512').update(password).digest('hex');\nreturn stored === password; }",
    ],
    ['error', 'weak-password-hash', "crypto.pbkdf2Sync(password, salt, 1000, 32, 'sha256');"],
    ['warning', 'weak-random-token', 'const resetToken = Math.random().toString(36);'],
    ['warning', 'weak-random-token', 'function generateApiKey() { return Math.random().toString(36); }'],
    ['error', 'unsigned-token', "jwt.verify(token, key, { algorithms: ['HS256', 'none'] });"],
    ['warning', 'timed-comparison', "if (createHmac('sha256', key).update(body).digest('hex') === signature) done();"],
    ['warning', 'predictable-temp-file', "writeFileSync(join(tmpdir(), 'app.lock'), text);"],
    ['warning', 'predictable-temp-file', 'writeFileSync(`/tmp/app-${process.pid}`, text);'],
    ['warning', 'open-file-mode', 'chmodSync(file, 0o777);'],
    [
      'error',
      'page-with-node-rights',
      'new BrowserWindow({ webPreferences: { nodeIntegration: true, contextIsolation: false } });',
    ],
    [
      'warning',
      'prototype-pollution',
      'export function merge(a, b) { for (const key in b) { if (typeof b[key] === "object") merge(a[key], b[key]); else a[key] = b[key]; } }',
    ],
  ])('%s %s: %s', (level, rule, code) => {
    expect(withoutLines(told(`${imports}${code}`))).toEqual([`${level} ${rule}`]);
  });

  test.each([
    'const agent = new https.Agent({ rejectUnauthorized: true });',
    "createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));",
    "createHmac('sha256', process.env.KEY).update(text);",
    "createHash('md5').update(fileText).digest('hex');",
    "createHash('sha256').update(passwordlessLink);",
    "const prefix = createHash('sha1').update(password).digest('hex').slice(0, 5);\nawait fetch(`https://api.pwnedpasswords.com/range/${prefix}`);",
    "const nonce = Buffer.alloc(12);\nnonce.writeUInt32BE(counter);\ncreateCipheriv('aes-256-gcm', key, nonce);",
    "const nonce = Buffer.alloc(12);\ncrypto.randomFillSync(nonce);\ncreateCipheriv('aes-256-gcm', key, nonce);",
    "function hash(password) { password = createHash('sha512').update(password).digest('hex');\nreturn bcrypt.hash(password, 12); }",
    "function hash(password) { const short = createHash('sha512').update(password).digest('hex');\nreturn pool.exec('hash', [short, 12]); }",
    'const jitter = Math.random();',
    'const tokenizer = Math.random();',
    'const totalTokens = Math.random();',
    "jwt.verify(token, key, { algorithms: ['EdDSA'] });",
    "if (createHmac('sha256', key).update(body).digest('hex') === 'abc') done();",
    "const folder = fs.mkdtempSync(join(tmpdir(), 'app-'));\nwriteFileSync(join(folder, 'a'), text);",
    "writeFileSync(join(tmpdir(), 'app.lock'), text, { flag: 'wx' });",
    'writeFileSync(join(tmpdir(), crypto.randomUUID()), text);',
    'chmodSync(file, 0o755);',
    'new BrowserWindow({ webPreferences: { contextIsolation: true } });',
    'export function merge(a, b) { for (const key in b) { if (key === "__proto__") continue; if (typeof b[key] === "object") merge(a[key], b[key]); else a[key] = b[key]; } }',
    "createHash('sha256').update(`${id}:${passwordHash}`).digest('hex');",
    'function eval2() {} eval2(process.argv[2]);',
  ])('not: %s', (code) => {
    expect(told(`${imports}${code}`)).toEqual([]);
  });

  test('entries of an archive', () => {
    const unpack = (check: string): string =>
      `import yauzl from 'yauzl';\n${imports}yauzl.open(file, (error, zip) => zip.on('entry', (entry) => {\n${check}const target = join(folder, entry.fileName);\nzip.openReadStream(entry, (failure, stream) => stream.pipe(fs.createWriteStream(target)));\n}));`;
    expect(told(unpack(''))).toEqual(['error archive-path-traversal 11']);
    expect(told(unpack("if (relative(folder, resolve(folder, entry.fileName)).startsWith('..')) return;\n"))).toEqual(
      [],
    );
  });
});

test('the flow is shown: where it does harm, where it comes from, what it goes through', () => {
  const text = inRoute('const { name } = req.query;\nconst line = `git log ${name}`;\nexec(line);');
  const { issues } = scan({ path: 'src/a.ts', text });
  expect(issues[0]?.places.map(({ role, line, note }) => [role, line, note])).toEqual([
    ['sink', 12, 'exec(line)'],
    ['source', 10, 'the query of a request: req.query'],
    ['step', 10, 'name'],
    ['step', 11, 'line'],
  ]);
});

test('a fingerprint survives lines and white space, and not another statement or another source', () => {
  const idOf = (text: string): string | undefined => scan({ path: 'src/a.ts', text }).issues[0]?.fingerprint;
  const own = idOf(inRoute('exec(`git ${req.query.name}`);'));
  expect(own).toMatch(/^[0-9a-f]{32}$/);
  expect(idOf(`// more\n\n${inRoute('\n   exec(`git ${req.query.name}`);')}`)).toBe(own);
  expect(idOf(inRoute('exec(`git ${req.query.other}`);'))).not.toBe(own);
  const byArgument = `${imports}const name = process.argv[2];\nexec(\`git \${name}\`);`;
  expect(idOf(byArgument.replace('process.argv[2]', 'await (await fetch(u)).text()'))).not.toBe(idOf(byArgument));
});

test('a comment lets one stand; what cannot be parsed is told', () => {
  const text = `${imports}// cdev-ignore tls-verification-off: the server of the test\nconst a = { rejectUnauthorized: false };`;
  expect(scan({ path: 'a.ts', text }).issues[0]?.ignored).toBe('the server of the test');
  expect(scan({ path: 'a.ts', text: 'const = rejectUnauthorized (' }).gap).toContain('cannot be parsed');
});

describe('prototype pollution', () => {
  test.each([
    [
      'names of Object.keys, by forEach',
      'const extend = module.exports = function (target, source) { Object.keys(source).forEach(function (key) { const old = target[key], value = source[key]; if (typeof value === "object") target[key] = extend(old, value); else target[key] = value; }); return target; };',
    ],
    [
      'names of Object.keys, by number',
      'exports.merge = function (target, source) { const keys = Object.keys(source); for (let at = 0; at < keys.length; at++) { const key = keys[at]; const value = source[key]; if (value && typeof value === "object") exports.merge(target[key], value); else target[key] = value; } };',
    ],
    [
      'its own properties alone, which __proto__ of JSON is',
      'function merge(a, b) { for (const key in b) { if (!b.hasOwnProperty(key)) continue; if (typeof b[key] === "object") merge(a[key], b[key]); else a[key] = b[key]; } }',
    ],
    [
      'a setter by path',
      'export function set(object, path, value) { const keys = path.split("."); let at = object; for (let i = 0; i < keys.length - 1; i++) { at = at[keys[i]] = at[keys[i]] || {}; } at[keys.at(-1)] = value; }',
    ],
    [
      'a setter by path that knows one name of two',
      'export function set(object, path, value) { const keys = path.split("."); while (keys.length > 1) { const key = keys.shift(); if (key === "__proto__") return; if (!object[key]) object[key] = {}; object = object[key]; } object[keys[0]] = value; }',
    ],
  ])('%s', (_, code) => {
    expect(withoutLines(told(code))).toEqual(['warning prototype-pollution']);
  });

  test.each([
    'function merge(a, b) { for (const key in b) { if (!Object.hasOwn(a, key)) continue; if (typeof b[key] === "object") merge(a[key], b[key]); else a[key] = b[key]; } }',
    'function merge(a, b) { for (const key in b) { if (isUnsafe(key)) continue; if (typeof b[key] === "object") merge(a[key], b[key]); else a[key] = b[key]; } }',
    'function isEqual(a, b) { for (const key in b) if (!isEqual(a[key], b[key])) return false; return true; }',
    'export function get(object, path) { for (const key of path.split(".")) object = object[key]; return object; }',
    'export function set(object, path, value) { for (const key of path.split(".")) { if (!Object.hasOwn(object, key)) return; object = object[key]; } object[path] = value; }',
    'const unsafe = ["__proto__", "constructor", "prototype"];\nconst parse = (path) => path.split(".").filter((key) => !unsafe.includes(key));\nexport function set(object, path, value) { const keys = parse(path); for (const key of keys.slice(0, -1)) object = object[key]; object[keys.at(-1)] = value; }',
    'function last(parts) { let node = parts[0]; for (let i = 0; i < 3; i++) node = node[i]; node["end"] = true; return node; }',
  ])('not: %s', (code) => {
    expect(told(code)).toEqual([]);
  });

  test('a shell of execa of before', () => {
    const code =
      "const { shell } = require('execa');\nmodule.exports = function (port) { return shell(`lsof -i tcp:${port}`); };";
    expect(withoutLines(told(code))).toEqual(['warning command-injection']);
  });
});
