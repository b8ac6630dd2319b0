// Does one part of issue.md by prepared edits: what the `command` driver starts in an agent's worktree.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const prompt = readFileSync(process.env.CDEV_PROMPT, 'utf8');
const read = (path) => readFileSync(path, 'utf8');
const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
};
/** Once: a second attempt finds its work there. */
const before = (path, mark, text) => {
  const old = read(path);
  if (!old.includes(mark)) throw new Error(`${path} has no ${mark}`);
  if (!old.includes(text))
    write(
      path,
      old.replace(mark, () => `${text}${mark}`),
    );
};
const addScript = (name, command) => {
  const manifest = JSON.parse(read('package.json'));
  manifest.scripts[name] = command;
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
};
const improvements = '* Improve HTML structure in `res.redirect()`';
const head = "'use strict'\n\nvar assert = require('node:assert')\nvar express = require('../')\n";

const parts = {
  'req.bearerToken': () => {
    before(
      'lib/request.js',
      '/**\n * Helper function for creating a getter on an object.',
      `/**
 * The token of an \`Authorization: Bearer\` header, undefined without one.
 *
 * @return {String|undefined}
 * @public
 */

defineGetter(req, 'bearerToken', function bearerToken(){
  var match = /^Bearer +(\\S+) *$/i.exec(this.get('Authorization') || '');
  return match ? match[1] : undefined;
});

`,
    );
    write(
      'test/req.bearerToken.js',
      `${head}var request = require('supertest')

describe('req', function () {
  describe('.bearerToken', function () {
    var cases = [['Bearer abc', 'abc'], ['bearer abc', 'abc'], ['Basic abc', 'none'], ['Bearer', 'none']]

    cases.forEach(function (one) {
      it('should read ' + one[0] + ' as ' + one[1], function (done) {
        var app = express()
        app.use(function (req, res) { res.send(req.bearerToken || 'none') })
        request(app).get('/').set('Authorization', one[0]).expect(200, one[1], done)
      })
    })

    it('should be undefined without the header', function () {
      var req = Object.create(express.request)
      req.headers = {}
      assert.strictEqual(req.bearerToken, undefined)
    })
  })
})
`,
    );
    before('History.md', improvements, '* Add `req.bearerToken`, the token of an `Authorization: Bearer` header\n\n');
  },
  'res.noStore()': () => {
    before(
      'lib/response.js',
      '/**\n * Set Link header field with the given `links`.',
      `/**
 * Forbid caches to keep the response.
 *
 * @return {ServerResponse} for chaining
 * @public
 */

res.noStore = function noStore() {
  return this.set('Cache-Control', 'no-store');
};

`,
    );
    write(
      'test/res.noStore.js',
      `'use strict'

var express = require('../')
var request = require('supertest')

describe('res', function () {
  describe('.noStore()', function () {
    it('should set Cache-Control and chain', function (done) {
      var app = express()
      app.use(function (req, res) { res.noStore().send('secret') })
      request(app).get('/').expect('Cache-Control', 'no-store').expect(200, 'secret', done)
    })
  })
})
`,
    );
    before('History.md', improvements, '* Add `res.noStore()`, which forbids caches to keep a response\n\n');
  },
  'app.toggle(setting)': () => {
    before(
      'lib/application.js',
      '/**\n * Delegate `.VERB(...)` calls to `router.VERB(...)`.',
      `/**
 * Turn an enabled \`setting\` off and a disabled one on.
 *
 * @param {String} setting
 * @return {Boolean} whether it is enabled now
 * @public
 */

app.toggle = function toggle(setting) {
  this.set(setting, !this.enabled(setting));
  return this.enabled(setting);
};

`,
    );
    write(
      'test/app.toggle.js',
      `${head}
describe('app', function () {
  describe('.toggle(setting)', function () {
    it('should turn a setting on and off', function () {
      var app = express()
      assert.strictEqual(app.toggle('tobi'), true)
      assert.strictEqual(app.enabled('tobi'), true)
      assert.strictEqual(app.toggle('tobi'), false)
      assert.strictEqual(app.disabled('tobi'), true)
    })
  })
})
`,
    );
    addScript('test:app', "mocha --require test/support/env --check-leaks 'test/app*.js'");
  },
  'An example for pages that must not be stored': () => {
    write(
      'examples/no-store/index.js',
      `'use strict'

var express = require('../../')

var app = module.exports = express()

app.get('/', function (req, res) {
  res.noStore().send('the secret of the day')
})

/* istanbul ignore next */
if (!module.parent) {
  app.listen(3000)
  console.log('Express started on port 3000')
}
`,
    );
    write(
      'test/acceptance/no-store.js',
      `'use strict'

var app = require('../../examples/no-store')
var request = require('supertest')

describe('no-store', function () {
  it('should answer with a page that is not stored', function (done) {
    request(app).get('/').expect('Cache-Control', 'no-store').expect(200, /secret/, done)
  })
})
`,
    );
    addScript('example:no-store', 'node examples/no-store');
  },
};

const headings = prompt
  .split('\n')
  .filter((line) => /^#+ /.test(line))
  .map((line) => line.replaceAll('`', ''));
const chosen = Object.keys(parts).filter((name) => headings.some((line) => line.endsWith(name)));
if (chosen.length === 0) throw new Error('The prompt names no part of the issue');
for (const name of chosen) parts[name]();
