import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'src/a.ts'): string[] {
  return scan({ path, text }).issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}
const get = (body: string, before = ''): string => `${before}app.get('/', async (req, res) => { ${body} });`;
const spawning = "import { spawn } from 'node:child_process';\n";
const express = "import express from 'express';\n";

describe.each([
  [
    'error command-injection',
    [
      get('spawn(req.query.program, []);', spawning),
      get("spawn('git', ['log', req.query.a], options);", `${spawning}const options = { shell: true };\n`),
    ],
    [
      get("spawn('git', ['log', req.query.a], options);", `${spawning}const options = { cwd: '/' };\n`),
      `${spawning}spawn(process.argv[2], []);`,
    ],
  ],
  [
    'error page-injection',
    [
      get('res.send(req.query.name);', express),
      get("res.send('Hello ' + req.query.name);", express),
      "import { Hono } from 'hono';\napp.get('/', (c) => c.html(`<p>${c.req.query('name')}</p>`));",
      'app.use(async (ctx) => { ctx.body = `<p>${ctx.query.name}</p>`; });',
      'export async function GET(request) { return new Response(`<p>${new URL(request.url).searchParams.get("a")}</p>`); }',
      "$('#a').append('<b>' + decodeURIComponent(location.hash) + '</b>');",
      "$('#a').append(decodeURIComponent(location.hash));",
      '$(`<b title="${location.hash}">`).appendTo(list);',
      'element.append(document.createRange().createContextualFragment(location.hash));',
      'element.innerHTML = decodeURIComponent(location.toString());',
      "export async function GET(request) { return new Response(new URL(request.url).searchParams.get('a'), { headers: { 'Content-Type': 'text/html' } }); }",
      'class A { show() { this.text = this.sanitizer.bypassSecurityTrustHtml(this.route.snapshot.queryParams.text); } }',
      "class A { show() { this.text = this.sanitizer.bypassSecurityTrustHtml(`<b>${this.activatedRoute.snapshot.queryParamMap.get('text')}`); } }",
      'class A { show() { this.route.queryParams.subscribe((query) => { this.text = this.sanitizer.bypassSecurityTrustHtml(query.text); }); } }',
      'export default async function Page({ searchParams }) { return <p dangerouslySetInnerHTML={{ __html: (await searchParams).q }} />; }',
    ],
    [
      get('res.send(req.query);', express),
      get("res.type('text').send(req.query.name);", express),
      get('res.send({ name: req.query.name });', express),
      get('reply.send(req.query.name);', "import fastify from 'fastify';\n"),
      'app.use(async (ctx) => { ctx.body = ctx.query.name; });',
      "list.append('<b>' + decodeURIComponent(location.hash) + '</b>');",
      "$('#a').append($('<b>').text(location.hash));",
      '$(location.hash);',
      "export async function GET(request) { return new Response(new URL(request.url).searchParams.get('a'), { headers: { 'Content-Type': 'text/plain' } }); }",
      "class A { show() { this.http.get('/a').subscribe((answer) => { this.text = this.sanitizer.bypassSecurityTrustHtml(answer.text); }); } }",
    ],
  ],
  [
    'error sql-injection',
    [
      get('await knex("t").whereRaw(`a = ${req.query.a}`);'),
      get("db.all(['SELECT * FROM t WHERE a =', req.query.a].join(' '));"),
      get('db.all(util.format("SELECT * FROM t WHERE a = \'%s\'", req.query.a));', "import util from 'node:util';\n"),
      get("User.findAll({ where: sequelize.literal(`name = '${req.query.a}'`) });"),
    ],
    [get("await knex('t').whereRaw('a = ?', [req.query.a]);"), get('z.literal(`name = ${req.query.a}`);')],
  ],
  [
    'error server-side-request',
    [
      get('request.get(req.query.url);', "const request = require('request');\n"),
      get('await ky.get(req.query.url);', "import ky from 'ky';\n"),
      get('await page.goto(req.query.url);', "import puppeteer from 'puppeteer';\n"),
      get(
        'const options = {}; options.url = req.query.url; request(options);',
        "const request = require('request');\n",
      ),
      get("http.get('/status', { host: req.query.host });", "import http from 'node:http';\n"),
      get('await JSDOM.fromURL(req.query.url);', "import { JSDOM } from 'jsdom';\n"),
      get('new WebSocket(req.query.url);', "import WebSocket from 'ws';\n"),
      get('await client.get(req.query.url);', "import axios from 'axios';\nconst client = axios.create();\n"),
      get('const url = req.query.tls ? `https://${req.query.host}/` : "http://a.example"; await fetch(url);'),
    ],
    [
      get('await router.goto(req.query.url);'),
      get("http.get('https://a.example', { headers: { a: req.query.a } });", "import http from 'node:http';\n"),
      get('await client.get(`/a/${req.query.a}`);', "import axios from 'axios';\nconst client = axios.create();\n"),
      get('const url = req.query.a ? `/a?${req.query.a}` : "/a"; await fetch(`${url}#b`);'),
    ],
  ],
  [
    'warning mirrored-origin',
    [
      "import cors from 'cors';\napp.use(cors({ origin: true, credentials: true }));",
      "import cors from 'cors';\nconst settings = { credentials: true, origin: (origin, done) => done(null, true) };\napp.use(cors(settings));",
      "import cors from '@fastify/cors';\nawait app.register(cors, { origin: true, credentials: true });",
      "import { cors } from 'hono/cors';\napp.use(cors({ origin: (origin) => origin, credentials: true }));",
      'app.enableCors({ origin: true, credentials: true });',
      'const app = await NestFactory.create(All, { cors: { origin: true, credentials: true } });',
    ],
    [
      "import cors from 'cors';\napp.use(cors({ origin: true }));",
      "import cors from 'cors';\napp.use(cors({ origin: 'https://a.example', credentials: true }));",
      "import cors from 'cors';\napp.use(cors({ origin: (origin, done) => done(null, list.includes(origin)), credentials: true }));",
      "import cors from 'cors';\napp.use(cors({ origin: (origin, done) => { if (!list.has(origin)) return done(no); done(null, true); }, credentials: true }));",
      'start({ origin: true, credentials: true });',
    ],
  ],
  [
    'warning open-redirect',
    [
      'export async function GET(request) { return Response.redirect(new URL(request.url).searchParams.get("next")); }',
      'export async function GET(request) { const { searchParams } = new URL(request.url); return NextResponse.redirect(searchParams.get("next")); }',
      'export async function GET(request) { const url = new URL(request.url); return NextResponse.redirect(new URL(url.searchParams.get("next"), request.url)); }',
      'const all = new URLSearchParams(location.search);\nlocation.href = all.get("next");',
      'const all = new URL(location.href).searchParams;\nwindow.location.assign(all.get("next"));',
      get('res.writeHead(302, { Location: req.query.next });'),
      get("res.setHeader('Location', req.query.next);"),
      'app.get("/", (c) => c.redirect(c.req.query("next")));',
    ],
    [
      "export async function GET(request) { return NextResponse.redirect(new URL('/login', request.url)); }",
      'location.href = location.href;',
      "const url = new URL(location.href);\nurl.searchParams.set('a', 'b');\nlocation.href = url;",
      'location.href = location.pathname + location.search;',
      "location.replace('/a' + location.hash);",
      "const location = {};\nlocation.href = new URLSearchParams(document.location.search).get('next');",
      get('const to = req.query.a ? `/b?${req.query.a}` : "/b"; res.redirect(to);'),
    ],
  ],
  [
    'error path-traversal',
    [
      'Bun.serve({ fetch(req) { return new Response(Bun.file("./public" + new URL(req.url).searchParams.get("f"))); } });',
      'Deno.serve(async (req) => new Response(await Deno.readFile("./public/" + new URL(req.url).searchParams.get("f"))));',
      get('req.files.a.mv("/up/" + req.files.a.name);'),
    ],
    [get('req.files.a.mv("/up/" + id);'), get('tree.mv("/up/" + req.query.a);')],
  ],
  [
    'error path-traversal',
    [
      get("fs.rename(up, './up/' + req.body.name, done);", "import fs from 'node:fs';\n"),
      get(
        "fs.readFile(path.join(__dirname, '../up', req.query.name), done);",
        "import fs from 'node:fs';\nimport path from 'node:path';\n",
      ),
      get(
        "fs.readFile(path.join(__dirname, '..', 'up', req.query.name), done); /* TODO normalize() */",
        "import fs from 'node:fs';\nimport path from 'node:path';\n",
      ),
      get("await fs.move('a', `up/${req.query.to}`);", "import fs from 'fs-extra';\n"),
      get("await fs.readJson('up/' + req.query.name);", "import fs from 'fs-extra';\n"),
      get("await mkdirp('up/' + req.query.name);", "import { mkdirp } from 'mkdirp';\n"),
      get("rimraf.sync('up/' + req.query.name);", "import rimraf from 'rimraf';\n"),
    ],
    [
      get(
        "if (req.query.name.split('/').some((part) => part === '..')) return; fs.readFile('../up/' + req.query.name, done);",
        "import fs from 'node:fs';\n",
      ),
      get("fs.readFile('../up/' + req.query.name.replace('..', ''), done);", "import fs from 'node:fs';\n"),
      get("fs.rename(req.file.path, './up/a', done);", "import fs from 'node:fs';\n"),
      get("fs.writeFile('a', req.body.text, done);", "import fs from 'node:fs';\n"),
      get('del(req.query.name);', "import { del } from './store.ts';\n"),
    ],
  ],
  [
    'error archive-path-traversal',
    [
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { entry.pipe(fs.createWriteStream('out/' + entry.path)); });",
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { fs.writeFileSync(`out/${entry.path}`, entry.data); });",
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { const name = entry.path; entry.pipe(fs.createWriteStream(name)); });",
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { const to = 'out/' + entry.path; fs.writeFileSync(to, entry.data); });",
      "import JSZip from 'jszip';\nimport { join } from 'node:path';\nObject.keys(zip.files).forEach(async (name) => { await writeFile(join('out', name), await zip.file(name).async('nodebuffer')); });",
      "import JSZip from 'jszip';\nimport { join } from 'node:path';\nfor (const name in zip.files) await writeFile(join('out', name), '');",
      "import JSZip from 'jszip';\nimport { join } from 'node:path';\nzip.forEach((name, file) => { write(join('out', name), file); });",
    ],
    [
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { if (entry.path.includes('..')) return; fs.writeFileSync(`out/${entry.path}`, entry.data); });",
      "import unzipper from 'unzipper';\nimport fs from 'node:fs';\nzip.on('entry', (entry) => { fs.writeFileSync(`out/${hash(entry.path)}`, entry.data); });",
      "import JSZip from 'jszip';\nimport { join } from 'node:path';\nfor (const name of names) zip.file(name, await readFile(join('in', name)));\nawait writeFile('a.zip', await zip.generateAsync());",
      "import AdmZip from 'adm-zip';\nimport fsp from 'node:fs/promises';\nimport path from 'node:path';\nasync function copy(from, to) { const entries = await fsp.readdir(from, { withFileTypes: true });\nfor (const entry of entries) await fsp.copyFile(path.join(from, entry.name), path.join(to, entry.name)); await fsp.writeFile(to, ''); }",
      "import AdmZip from 'adm-zip';\nimport fs from 'node:fs';\nimport path from 'node:path';\nfs.readdirSync(from, { withFileTypes: true }).forEach((entry) => fs.mkdirSync(path.join(to, entry.name)));",
      "import * as path from 'path';\nconst extractSecret = async ({ address, path: name }) => create(path.join('v1', name), address);",
    ],
  ],
  [
    'error unsafe-deserialisation',
    [
      get('serialize.unserialize(req.body.a);', "import serialize from 'node-serialize';\n"),
      "import libxml from 'libxmljs';\nconst options = { noent: true };\nlibxml.parseXml(text, options);",
    ],
    [get('serialize.serialize(req.body.a);', "import serialize from 'node-serialize';\n")],
  ],
])('%s', (rule, found, not) => {
  test.each(found)('%s', (text) => {
    expect(told(text, 'app/page.tsx')).toEqual([rule]);
  });

  test.each(not)('not: %s', (text) => {
    expect(told(text, 'app/page.tsx')).toEqual([]);
  });
});

test('an address that is made of itself has an end', () => {
  expect(told(get("var url = url + '/a'; res.redirect(url);"))).toEqual([]);
});
