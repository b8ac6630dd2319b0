import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'src/a.ts'): string[] {
  const exec = "import { exec } from 'node:child_process';\n";
  return scan({ path, text: exec + text }).issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}

describe('strangers choose', () => {
  test.each([
    ['Bun', 'Bun.serve({ async fetch(q) { exec(`ls ${await q.text()}`); } });'],
    ['Deno', 'Deno.serve(async (q) => { exec(`ls ${await q.text()}`); });'],
    [
      'a socket',
      "import net from 'node:net';\nnet.createServer((socket) => { socket.on('data', (d) => exec(`ls ${d}`)); });",
    ],
    ['Nitro', 'export default defineEventHandler(async (event) => { exec(`ls ${(await readBody(event)).dir}`); });'],
    [
      'h3',
      "import { eventHandler, getQuery } from 'h3';\nexport default eventHandler((event) => { exec(`ls ${getQuery(event).dir}`); });",
    ],
    [
      'an action of SvelteKit',
      'export const actions = { default: async ({ request }) => { const data = await request.formData(); exec(`ls ${data.get("dir")}`); } };',
    ],
    ['a resolver', 'const resolvers = { Query: { list: (_, args) => exec(`ls ${args.dir}`) } };'],
    ['fields of a form', 'form.parse(req, (error, fields) => { exec(`ls ${fields.dir}`); });'],
    ['names of uploads', 'form.parse(req, (error, fields, files) => { exec(`ls ${files.up.originalFilename}`); });'],
    [
      'busboy',
      "import busboy from 'busboy';\nparser.on('file', (name, file, info) => { exec(`ls ${info.filename}`); });",
    ],
    [
      'an answer to POST',
      "import axios from 'axios';\nconst { data } = await axios.post(url);\nexec(`ls ${data.dir}`);",
    ],
    [
      'an answer in parts',
      "import https from 'node:https';\nhttps.get(url, (res) => { let all = ''; res.on('data', (part) => { all += part; }); res.on('end', () => exec(`ls ${all}`)); });",
    ],
    [
      'a field that is given later',
      'app.get("/", (req, res) => { const o = {}; o.dir = req.query.dir; exec(`ls ${o.dir}`); });',
    ],
    ['a method', 'class A { list(dir) { exec(`ls ${dir}`); } get(req, res) { this.list(req.query.dir); } }'],
    [
      'a function of an object',
      'const a = { list(dir) { exec(`ls ${dir}`); } };\napp.get("/", (req, res) => a.list(req.query.dir));',
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error command-injection']);
  });

  test.each([
    ['where an upload was put', 'form.parse(req, (error, fields, files) => { exec(`ls ${files.up.filepath}`); });'],
    ['what another thing parses', 'parser.parse(text, (error, fields) => { exec(`ls ${fields.dir}`); });'],
    [
      'another query',
      'const getQuery = (event) => "a";\nexport default eventHandler((event) => { exec(`ls ${getQuery(event)}`); });',
    ],
    [
      'another field',
      'app.get("/", (req, res) => { const o = { dir: req.query.dir, home: "a" }; exec(`ls ${o.home}`); });',
    ],
    [
      'a field given another',
      'app.get("/", (req, res) => { const o = { home: 1 }; o.dir = req.query.dir; exec(`ls ${o.home}`); });',
    ],
    [
      'a method of another class',
      'class A { list(dir) { exec(`ls ${dir}`); } }\nclass B { list(dir) {} get(req, res) { this.list(req.query.dir); } }',
    ],
    [
      'a method that makes a number of it',
      'class A { id(x) { return Number(x); } get(req, res) { exec(`ls ${this.id(req.query.id)}`); } }',
    ],
  ])('not: %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

test.each([
  "let text = '';\nprocess.stdin.on('data', (part) => { text += part; });\nprocess.stdin.on('end', () => { exec(`ls ${text}`); });",
  "import { readFileSync } from 'node:fs';\nexec(`ls ${readFileSync(0, 'utf8').trim()}`);",
  "import readline from 'node:readline';\nconst lines = readline.createInterface({ input: process.stdin });\nfor await (const line of lines) exec(`ls ${line}`);",
  "import readline from 'node:readline';\nconst lines = readline.createInterface({ input: process.stdin });\nlines.on('line', (line) => { exec(`ls ${line}`); });",
  "import * as readline from 'node:readline/promises';\nconst lines = readline.createInterface({ input: process.stdin });\nexec(`ls ${await lines.question('?')}`);",
  "import { text } from 'node:stream/consumers';\nexec(`ls ${await text(process.stdin)}`);",
])('what is typed is like the command line: %s', (text) => {
  expect(told(text)).toEqual(['warning command-injection']);
});

test('lines of a file are not typed by anybody', () => {
  const text =
    "const lines = readline.createInterface({ input: createReadStream('a') });\nfor await (const line of lines) exec(`ls ${line}`);";
  expect(told(`import readline from 'node:readline';\n${text}`)).toEqual([]);
});

describe('whoever makes a link, or opens a window, chooses', () => {
  test.each([
    "window.addEventListener('message', (event) => { document.body.innerHTML = event.data; });",
    'window.onmessage = ({ data }) => { document.body.innerHTML = data.html; };',
    "function hear(e) { document.body.innerHTML = e.data; }\nwindow.addEventListener('message', hear);",
    'document.body.innerHTML = window.name;',
    'document.body.innerHTML = decodeURIComponent(document.URL);',
    "import { useSearchParams } from 'react-router-dom';\nconst P = () => { const [all] = useSearchParams(); return <p dangerouslySetInnerHTML={{ __html: all.get('q') }} />; };",
    "import { useRouter } from 'next/router';\nconst P = () => { const { query } = useRouter(); return <p dangerouslySetInnerHTML={{ __html: query.q }} />; };",
    'const a = { mounted() { this.$el.innerHTML = this.$route.query.q; } };',
  ])('%s', (text) => {
    expect(told(text, 'src/a.tsx')).toEqual(['error page-injection']);
  });

  test.each([
    "window.addEventListener('message', (event) => { if (event.origin !== 'https://a.example') return; document.body.innerHTML = event.data; });",
    "worker.addEventListener('message', (event) => { document.body.innerHTML = event.data; });",
    "window.addEventListener('message', (event) => { document.body.innerHTML = event.type; });",
    "import { useRouter } from 'next/router';\nconst P = () => { const { locale } = useRouter(); return <p dangerouslySetInnerHTML={{ __html: locale }} />; };",
  ])('not: %s', (text) => {
    expect(told(text, 'src/a.tsx')).toEqual([]);
  });
});

test('a number that tells one message from another is no secret, though it is called a nonce', () => {
  expect(told('const nonce = Math.random();\nworker.postMessage({ nonce });')).toEqual([]);
  expect(told('const nonce = Math.random().toString(36);')).toEqual(['warning weak-random-token']);
});
