import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'src/a.ts'): string[] {
  const { issues, gap } = scan({ path, text });
  expect(gap).toBeUndefined();
  return issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}
const exec = "import { exec } from 'node:child_process';\n";
const express = "import express from 'express';\n";
const handler = (body: string): string => `app.get('/', (req, res) => { ${body} });`;

describe('data goes on its way through', () => {
  test.each([
    ['an expression that takes a part out', `${exec}${handler('exec("ls " + /dir=(.*)/.exec(req.url)[1]);')}`],
    [
      'an expression by a name',
      `${exec}const form = new RegExp('dir=(.*)');\n${handler('exec("ls " + form.exec(req.url)[1]);')}`,
    ],
    ['another reader of queries', `${exec}import qs from 'qs';\n${handler('exec("ls " + qs.parse(req.url).dir);')}`],
    ['base64', `${exec}${handler('exec("ls " + atob(req.query.dir));')}`],
    [
      'the folder of a path',
      `${exec}import path from 'node:path';\n${handler('exec("ls " + path.dirname(req.path));')}`,
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error command-injection']);
  });

  test('what takes the escapes off text again', () => {
    expect(told('element.innerHTML = unescape(location.hash);')).toEqual(['error page-injection']);
    expect(told('element.innerHTML = escape(location.hash);')).toEqual([]);
  });

  test("a hook that keeps it as a component's state", () => {
    const component = (value: string): string =>
      `import { useState } from 'react';\nexport function A() { const [text, set] = useState(${value}); return <p dangerouslySetInnerHTML={{ __html: text }} />; }`;
    expect(told(component('location.hash'), 'src/a.tsx')).toEqual(['error page-injection']);
    expect(told(component("'<b>'"), 'src/a.tsx')).toEqual([]);
  });
});

describe('a function is known by its module', () => {
  test.each([
    ['bound and promised', "const { promisify } = require('util');\nconst run = promisify(cp.exec.bind(cp));"],
    ['promised by a library', "const run = require('pify')(cp.exec);"],
    ['promised with its module', "const { exec: run } = require('thenify-all')(cp);"],
    ['where the module is asked for twice', 'const run = cp.exec;\nvar cp = require("child_process");'],
  ])('%s', (_, text) => {
    const all = `var cp = require('child_process');\n${text}\n${handler('run("ls " + req.query.dir);')}`;
    expect(told(all, 'src/a.js')).toEqual(['error command-injection']);
  });

  test('a name that stands for two', () => {
    const two = `let run = require('child_process').exec;\nrun = require('./own').exec;\n${handler('run("ls " + req.query.dir);')}`;
    expect(told(two, 'src/a.js')).toEqual([]);
  });
});

describe('strangers choose', () => {
  test('a parameter of Express, wherever it stands in the request', () => {
    expect(told(`${express}${handler("res.redirect(req.param('next'));")}`)).toEqual(['warning open-redirect']);
    expect(told(`${express}${handler("res.send(req.param('name'));")}`)).toEqual(['error page-injection']);
    expect(told('app.get("/", (c) => c.redirect(c.req.param("next")));')).toEqual([]);
  });

  test('a message to a route of express-ws', () => {
    const route = (path: string): string => `app.ws(${path}, (ws) => { ws.on('message', (text) => eval(text)); });`;
    expect(told(route("'/run'"))).toEqual(['error code-injection']);
  });

  test('where a link leads, taken out of the address by an expression', () => {
    expect(told('location.href = /next=([^&]*)/.exec(location.href)[1];')).toEqual(['warning open-redirect']);
    expect(told('location.href = /^[^#]*/.exec(location.href)[0];')).toEqual([]);
  });
});
