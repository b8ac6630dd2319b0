import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'src/a.ts'): string[] {
  const { issues, gap } = scan({ path, text });
  expect(gap).toBeUndefined();
  return issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}
const handler = (body: string): string => `app.post('/', async (req, res) => { ${body} });`;

describe('what strangers write is run', () => {
  test.each([
    ['a template of EJS', `import ejs from 'ejs';\n${handler('ejs.render(req.body.text);')}`],
    ['one of Pug', `import pug from 'pug';\n${handler("pug.compile('h1 ' + req.body.text)();")}`],
    ['one of Lodash', `import _ from 'lodash';\n${handler('_.template(req.body.text)();')}`],
    [
      'one of Nunjucks, by an environment',
      `import nunjucks from 'nunjucks';\nconst env = nunjucks.configure('views');\n${handler('env.renderString(req.body.text);')}`,
    ],
    ['a condition of MongoDB', handler('await users.find({ $where: `this.name == "${req.body.name}"` });')],
    ['a condition of MongoDB by a call', handler('await users.find().$where("this.name == " + req.body.name);')],
    ['a timer', 'setTimeout(location.hash.slice(1), 10);'],
    [
      'another program of Node',
      `import { execFile } from 'node:child_process';\n${handler("execFile('node', ['-e', req.body.code]);")}`,
    ],
    ['a module that is made of text', handler("new Module()._compile(req.body.code, 'a.js');")],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error code-injection']);
  });

  test.each([
    [
      'what is put into a template',
      `import ejs from 'ejs';\n${handler("ejs.render('<%= a %>', { a: req.body.text });")}`,
    ],
    [
      'a template of the command line',
      "import ejs from 'ejs';\nimport fs from 'node:fs';\nejs.render(fs.readFileSync(process.argv[2], 'utf8'));",
    ],
    ['a number in a condition', handler('await users.find({ $where: `this.age > ${Number(req.body.age)}` });')],
    ['a function for a timer', handler('setTimeout(() => res.send(req.body.name), 10);')],
    [
      'an argument of a program of Node',
      `import { execFile } from 'node:child_process';\n${handler("execFile('node', ['a.js', req.body.name]);")}`,
    ],
  ])('not: %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('a shell reads what strangers write', () => {
  const spawn = "import { fork, spawn } from 'node:child_process';\n";
  test.each([
    ['behind other arguments', `${spawn}${handler("spawn('sh', ['-c'].concat('ls ' + req.body.dir));")}`],
    ['in a list with a name', `${spawn}${handler("const args = ['-c', 'ls ' + req.body.dir]; spawn('bash', args);")}`],
    [
      'where the shell depends on the system',
      `${spawn}const windows = process.platform === 'win32';\nconst shell = windows ? 'cmd.exe' : 'sh';\nconst flag = windows ? '/c' : '-c';\n${handler("spawn(shell, [flag, 'ls ' + req.body.dir]);")}`,
    ],
    ['the program of a fork', `${spawn}${handler('fork(req.body.program);')}`],
    [
      'on another machine',
      `import { Client } from 'ssh2';\nconst link = new Client();\n${handler('link.exec(`ls ${req.body.dir}`, done);')}`,
    ],
    [
      'on another machine, by node-ssh',
      `import { NodeSSH } from 'node-ssh';\n${handler("await machine.execCommand('ls ' + req.body.dir);")}`,
    ],
    [
      'the title of a pull request',
      "import { context } from '@actions/github';\nimport { execSync } from 'node:child_process';\nexecSync(`echo ${context.payload.pull_request.title}`);",
    ],
    [
      'the branch of a pull request, taken apart',
      "import * as github from '@actions/github';\nimport { execSync } from 'node:child_process';\nconst { ref } = github.context.payload.pull_request.head;\nexecSync('git checkout ' + ref);",
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error command-injection']);
  });

  test.each([
    ['a list without a shell', `${spawn}${handler("const args = ['-c', req.body.dir]; spawn('git', args);")}`],
    ['an expression beside ssh', `import { Client } from 'ssh2';\n${handler('form.exec(req.body.dir);')}`],
    [
      'the command line on another machine',
      "import { Client } from 'ssh2';\nconst link = new Client();\nlink.exec('ls ' + process.argv[2], done);",
    ],
    [
      'the number of a pull request',
      "import { context } from '@actions/github';\nimport { execSync } from 'node:child_process';\nexecSync(`echo ${context.payload.pull_request.number}`);",
    ],
  ])('not: %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });

  test('an input of an action comes from who uses it', () => {
    const text =
      "import { getInput } from '@actions/core';\nimport { execSync } from 'node:child_process';\nexecSync(`git log ${getInput('range')}`);";
    expect(told(text)).toEqual(['warning command-injection']);
  });
});
