import { expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(text: string, path = 'lib/a.js'): string[] {
  const { issues, gap } = scan({ path, text });
  expect(gap).toBeUndefined();
  return [...new Set(issues.map(({ ruleId }) => ruleId))];
}

test.each([
  [
    'weak-random-token',
    'lib/a.js',
    "function generateToken(n) { let result = ''; const chars = 'abc'; for (let i = 0; i < n; i++) { result += chars.charAt(Math.floor(Math.random() * chars.length)); } return result; }",
  ],
  [
    'weak-random-token',
    'lib/a.js',
    "const token = Array.from({ length: 32 }, () => chars[Math.floor(Math.random() * 62)]).join('');",
  ],
  ['weak-random-token', 'lib/a.js', "const token = [...Array(30)].map(() => Math.random().toString(36)[2]).join('');"],
  [
    'weak-random-token',
    'lib/a.ts',
    "export const generatePassword = (): string => { const out: string[] = []; for (let i = 0; i < 9; i++) out.push(chars[Math.floor(Math.random() * 62)]); return out.join(''); };",
  ],
  ['weak-random-token', 'lib/a.js', 'class A { createSessionId() { return Math.random().toString(36); } }'],
  ['weak-random-token', 'lib/a.js', 'const secretKey = Math.random().toString(36);'],
  [
    'sql-injection',
    'lib/a.js',
    "app.get('/x', (req, res) => { let sql = 'SELECT * FROM x WHERE 1=1'; if (req.query.n) { sql += ` AND name = '${req.query.n}'`; } db.query(sql); });",
  ],
  [
    'sql-injection',
    'lib/a.js',
    "app.get('/x', (req, res) => { db.get(`SELECT * FROM x WHERE id = ${req.query.id}`, cb); });",
  ],
  [
    'sql-injection',
    'lib/a.js',
    "app.get('/x', (req, res) => { db.query({ text: `SELECT * FROM x WHERE id = ${req.query.id}` }); });",
  ],
  [
    'sql-injection',
    'lib/a.js',
    "app.get('/x', (req, res) => { db.query('SELECT * FROM x ORDER BY ' + req.query.by); });",
  ],
  [
    'sql-injection',
    'lib/a.ts',
    "app.get('/x', (req, res) => { repo.createQueryBuilder('u').where(`u.name = '${req.query.n}'`).getMany(); });",
  ],
  ['tls-verification-off', 'lib/a.js', 'const rejectUnauthorized = false; https.request({ rejectUnauthorized });'],
  ['tls-verification-off', 'lib/a.js', 'options.strictSSL = false;'],
  ['tls-verification-off', 'lib/a.js', 'const a = { checkServerIdentity: () => { return null; } };'],
  ['tls-verification-off', 'lib/a.js', 'const a = { rejectUnauthorized: 0 };'],
  ['tls-verification-off', 'lib/a.js', 'const a = { rejectUnauthorized: !1 };'],
  ['tls-verification-off', 'lib/a.ts', 'const a = { rejectUnauthorized: false as boolean };'],
  ['tls-verification-off', 'lib/a.js', 'mongoose.connect(url, { tlsAllowInvalidCertificates: true });'],
  [
    'server-side-request',
    'lib/a.js',
    "const axios = require('axios'); app.get('/x', (req, res) => { axios({ url: req.query.url }); });",
  ],
  [
    'server-side-request',
    'lib/a.js',
    "const http = require('http'); app.get('/x', (req, res) => { http.get({ host: req.query.host, path: '/' }); });",
  ],
  [
    'server-side-request',
    'lib/a.js',
    "const got = require('got'); app.get('/x', async (req, res) => { const options = { url: req.query.url }; await got(options); });",
  ],
  [
    'page-injection',
    'lib/a.js',
    "app.get('/x', (req, res) => { const html = `<h1>${req.query.n}</h1>`; res.send(html); });",
  ],
  [
    'page-injection',
    'lib/a.tsx',
    "export function A() { const n = new URLSearchParams(window.location.search).get('n'); return <div dangerouslySetInnerHTML={{ __html: n }} />; }",
  ],
  ['page-injection', 'lib/a.js', "$('#x').html(location.hash);"],
  [
    'weak-password-hash',
    'lib/a.js',
    "const crypto = require('crypto'); function f(password, salt) { return crypto.createHash('sha256').update(password + salt).digest('hex'); }",
  ],
  [
    'weak-password-hash',
    'lib/a.js',
    "const crypto = require('crypto'); function f(password, salt) { return crypto.createHash('md5').update(`${salt}${password}`).digest('hex'); }",
  ],
  [
    'weak-password-hash',
    'lib/a.js',
    "const crypto = require('crypto'); function f(password) { const h = crypto.createHash('md5'); h.update(password); return h.digest('hex'); }",
  ],
  [
    'timed-comparison',
    'lib/a.js',
    "const crypto = require('crypto'); function f(body, sig) { const hmac = crypto.createHmac('sha256', key); hmac.update(body); const digest = hmac.digest('hex'); return digest === sig; }",
  ],
  [
    'timed-comparison',
    'lib/a.js',
    "const crypto = require('crypto'); function f(body, sig) { const hmac = crypto.createHmac('sha256', key).update(body); return sig === 'sha256=' + hmac.digest('hex'); }",
  ],
  [
    'weak-cipher',
    'lib/a.js',
    "const crypto = require('crypto'); const ALGORITHM = 'aes-256-ecb'; crypto.createCipheriv(ALGORITHM, key, null);",
  ],
  ['fixed-key', 'lib/a.js', "const jwt = require('jsonwebtoken'); jwt.verify(token, 'shhhhh');"],
  [
    'path-traversal',
    'lib/a.js',
    "const fs = require('fs'); const path = require('path'); app.get('/x', (req, res) => { fs.copyFileSync(path.join(d, req.query.f), 'x'); });",
  ],
  [
    'path-traversal',
    'lib/a.js',
    "const fs = require('fs'); const path = require('path'); app.get('/x', (req, res) => { if (fs.existsSync(d + req.query.f)) fs.statSync(d + req.query.f); });",
  ],
  [
    'predictable-temp-file',
    'lib/a.js',
    "const fs = require('fs'); const os = require('os'); fs.writeFileSync(os.tmpdir() + '/app.log', x);",
  ],
  [
    'predictable-temp-file',
    'lib/a.js',
    "const fs = require('fs'); const os = require('os'); const path = require('path'); const tmp = os.tmpdir(); fs.writeFileSync(path.join(tmp, 'app.log'), x);",
  ],
  [
    'predictable-temp-file',
    'lib/a.js',
    "const fs = require('fs'); const os = require('os'); fs.writeFileSync(`${os.tmpdir()}/app.log`, x);",
  ],
  [
    'command-injection',
    'lib/a.js',
    "const { exec } = require('child_process'); app.get('/x', (req, res) => { exec(`git commit -m ${JSON.stringify(req.query.m)}`); });",
  ],
  [
    'command-injection',
    'lib/a.js',
    "const { exec } = require('child_process'); const path = require('path'); app.get('/x', (req, res) => { exec(`convert ${path.basename(req.query.f)}`); });",
  ],
  [
    'command-injection',
    'lib/a.ts',
    "import { exec } from 'child_process';\n@Controller() export class A { @Get() run(@Query('q') q: string, @Body() body: Dto) { exec(`ls ${q}`); } }",
  ],
])('%s in %s: %s', (rule, path, text) => {
  expect(told(text, path)).toEqual([rule]);
});

test.each([
  "function pickName() { let result = ''; result += names[Math.floor(Math.random() * 3)]; return result; }",
  'const items = list.map(() => Math.random());',
  'const tokens = list.filter((token) => Math.random() > 0.5);',
  'function generateToken() { const delay = Math.random() * 3; sleep(delay); return randomUUID(); }',
  "app.get('/x', (req, res) => { db.query(`SELECT * FROM x WHERE id = ${Number(req.query.id)}`); db.query('SELECT * FROM x WHERE id = $1', [req.query.id]); sql`SELECT * FROM x WHERE id = ${req.query.id}`; });",
  'const rejectUnauthorized = true; https.request({ rejectUnauthorized });',
  "const b = { rejectUnauthorized: process.env.NODE_ENV === 'production' };",
  "const axios = require('axios'); app.get('/x', (req, res) => { axios({ url: 'https://a.b/c', params: { q: req.query.q } }); axios.post('https://a.b', { url: req.query.url }); });",
  "const fs = require('fs'); fastify.get('/x', (request, reply) => { reply.sendFile(request.query.f); });",
  "const fs = require('fs'); const os = require('os'); const path = require('path'); const d = fs.mkdtempSync(path.join(os.tmpdir(), 'x-')); fs.writeFileSync(path.join(d, 'app.log'), x);",
])('not: %s', (text) => {
  expect(told(text)).toEqual([]);
});
