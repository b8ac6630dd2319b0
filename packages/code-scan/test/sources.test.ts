import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'lib/a.ts'): string[] {
  const { issues, gap } = scan({ path, text: `import { exec } from 'node:child_process';\n${text}` });
  expect(gap).toBeUndefined();
  return issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}

describe('what a request brings', () => {
  test.each([
    ['a parameter that is taken apart', "app.get('/x', ({ query }, res) => { exec('ls ' + query.dir); });"],
    ['deeper', "app.get('/x', ({ query: { dir } }, res) => { exec('ls ' + dir); });"],
    [
      'one with a type',
      'export const run = ({ body }: express.Request, res: express.Response) => { exec(`ls ${body.dir}`); };',
    ],
    ['a handler by its type', 'export const run: RequestHandler = (r) => { exec(`ls ${r.query.dir}`); };'],
    ['req.param', "app.get('/x', (req, res) => { exec('ls ' + req.param('dir')); });"],
    ['req.get', "app.get('/x', (req, res) => { exec('ls ' + req.get('X-Dir')); });"],
    ['req.path', "app.get('/x', (req, res) => { exec('ls ' + req.path); });"],
    ['the name of a file', "app.post('/x', (req, res) => { exec('ls ' + req.file.originalname); });"],
    [
      'the body of a web request',
      'export async function POST(request: Request) { const { dir } = await request.json(); exec(`ls ${dir}`); }',
    ],
    [
      'the URL of Next',
      "export async function GET(req: NextRequest) { exec(`ls ${req.nextUrl.searchParams.get('dir')}`); }",
    ],
    ['a route by its name', 'export async function PUT(given) { exec(`ls ${await given.text()}`); }'],
    ['parts of one', 'export const load = async ({ params }) => { exec(`ls ${params.dir}`); };'],
    ['an action', "export async function action({ request }) { exec(`ls ${(await request.formData()).get('dir')}`); }"],
    ['a context of Koa', 'app.use(async (ctx) => { exec(`ls ${ctx.query.dir}`); });'],
    ['a context of Hono', "app.get('/x', (c) => { exec(`ls ${c.req.query('dir')}`); });"],
    ['a body of Hono', "app.post('/x', async (c) => { const { dir } = await c.req.json(); exec(`ls ${dir}`); });"],
    ['one parameter of a route', "fastify.get('/x', async (request) => { exec(`ls ${request.query.dir}`); });"],
    [
      'a route as an object',
      "fastify.route({ method: 'GET', url: '/x', handler: async (request) => { exec(`ls ${request.query.dir}`); } });",
    ],
    [
      'a server, whatever it is called',
      "import http from 'node:http';\nhttp.createServer((incoming, outgoing) => { exec('ls ' + incoming.url); });",
    ],
    [
      'a stream',
      "import http from 'node:http';\nhttp.createServer((req, res) => { let body = ''; req.on('data', (chunk) => { body += chunk; }); req.on('end', () => exec('ls ' + body)); });",
    ],
    [
      'a stream, in a loop',
      "import { createServer } from 'node:http';\ncreateServer(async (req) => { const all = []; for await (const each of req) all.push(each); exec('ls ' + all.join('')); });",
    ],
    ['a message', "server.on('connection', (socket) => { socket.on('message', (text) => { exec(`ls ${text}`); }); });"],
    [
      'an event of Lambda',
      'export const handler = async (event, context) => { exec(`ls ${event.queryStringParameters.dir}`); };',
    ],
    [
      'one by its type',
      'export const run: APIGatewayProxyHandlerV2 = async (event) => { exec(`ls ${event.pathParameters?.dir}`); };',
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error command-injection']);
  });

  test.each([
    ['what is answered', 'app.use(async (ctx) => { exec(`ls ${ctx.body}`); });'],
    ['a variable of a context', "app.get('/x', (c) => { exec(`ls ${c.get('dir')}`); });"],
    ['what comes from nobody', 'emitter.on("data", (text) => { exec(`ls ${text}`); });'],
    [
      'that a connection ends',
      "server.on('connection', (socket) => { socket.on('close', (code) => { exec(`ls ${code}`); }); });",
    ],
    ['a function that only has such a name', 'function handler(event) { exec(`ls ${event.body}`); }'],
  ])('not: %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('what stood on the command line', () => {
  test.each([
    ['process.argv by import', "import { argv } from 'node:process';\nexec(`ls ${argv[2]}`);"],
    ['added to a text', "let line = 'ls ';\nline += process.argv[2];\nexec(line);"],
    ['put into a list', "const line = ['ls'];\nline.push(process.argv[2]);\nexec(line.join(' '));"],
    [
      'yargs',
      "import yargs from 'yargs';\nconst argv = yargs(process.argv).option('dir', {}).argv;\nexec(`ls ${argv.dir}`);",
    ],
    [
      'yargs, parsed',
      "import yargs from 'yargs/yargs';\nconst argv = await yargs(list).parse();\nexec(`ls ${argv.dir}`);",
    ],
    [
      'commander',
      "import { program } from 'commander';\nprogram.command('x <dir>').action((dir) => { exec(`ls ${dir}`); });",
    ],
    [
      'its options',
      "import { Command } from 'commander';\nconst program = new Command();\nconst { dir } = program.parse().opts();\nexec(`ls ${dir}`);",
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['warning command-injection']);
  });
});

test.each([
  "app.get('/x', (req, res) => { (0, eval)(req.query.code); });",
  "app.get('/x', (req, res) => { const run = eval; run(req.query.code); });",
  "app.get('/x', (req, res) => { eval?.(req.query.code); });",
  "app.get('/x', (req, res) => { global.eval(req.query.code); });",
  "import { VM } from 'vm2';\napp.get('/x', (req, res) => { const vm = new VM(); vm.run(req.query.code); });",
  "import { Worker } from 'node:worker_threads';\napp.get('/x', (req, res) => { new Worker(req.body.code, { eval: true }); });",
])('code is run by another name: %s', (text) => {
  expect(told(text)).toEqual(['error code-injection']);
});

test('a function is not taken for one that cleans because of a part of its name', () => {
  const text = "const latest = (name) => 'ls ' + name;\napp.get('/x', (req, res) => { exec(latest(req.query.dir)); });";
  expect(told(text)).toEqual(['error command-injection']);
  expect(told(text.replaceAll('latest', 'shellEscape'))).toEqual([]);
});

test('a link chooses no header', () => {
  expect(told("app.get('/x', (req, res) => { res.redirect(req.get('Referrer')); });")).toEqual([]);
  expect(told("app.get('/x', (req, res) => { res.redirect(req.query.to); });")).toEqual(['warning open-redirect']);
});
