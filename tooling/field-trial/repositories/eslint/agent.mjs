// Does one part of issue.md by prepared edits: what the `command` driver starts in an agent's worktree.
import { readFileSync, writeFileSync } from 'node:fs';

const prompt = readFileSync(process.env.CDEV_PROMPT, 'utf8');
const read = (path) => readFileSync(path, 'utf8');
const write = (path, text) => {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
};
/** Once: a second attempt finds its work there. */
const replaceLast = (path, mark, text) => {
  const old = read(path);
  if (old.includes(text)) return;
  const at = old.lastIndexOf(mark);
  if (at === -1) throw new Error(`${path} has no ${mark}`);
  write(path, `${old.slice(0, at)}${text}${old.slice(at + mark.length)}`);
};
const addScript = (name, command) => {
  const manifest = JSON.parse(read('package.json'));
  manifest.scripts[name] = command;
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
};
const test = (title, requires, body) => `/**
 * @fileoverview Tests for ${title}
 */

"use strict";

const { assert } = require("chai");
${requires}
describe("${title}", () => {
${body}});
`;

const parts = {
  'Lower-case the first letter': () => {
    const path = 'lib/shared/string-utils.js';
    replaceLast(
      path,
      'module.exports = {\n\tupperCaseFirst,',
      `/**
 * Converts the first letter of a string to lowercase.
 * @param {string} string The string to operate on
 * @returns {string} The converted string
 */
function lowerCaseFirst(string) {
	return string.slice(0, 1).toLowerCase() + string.slice(1);
}

module.exports = {
	upperCaseFirst,
	lowerCaseFirst,`,
    );
    const tests = 'tests/lib/shared/string-utils.js';
    if (!read(tests).includes('lowerCaseFirst'))
      write(
        tests,
        `${read(tests)}
describe("lowerCaseFirst", () => {
	const { lowerCaseFirst } = require("../../../lib/shared/string-utils");

	[["E", "e"], ["ESLint", "eSLint"], ["", ""]].forEach(([input, expected]) => {
		it(\`should make "\${expected}" of "\${input}"\`, () => {
			assert.strictEqual(lowerCaseFirst(input), expected);
		});
	});
});
`,
      );
    addScript('test:strings', 'mocha tests/lib/shared/string-utils.js');
  },
  'Is this a severity?': () => {
    replaceLast(
      'lib/shared/severity.js',
      'module.exports = {\n',
      `/**
 * Whether a value can be normalized.
 * @param {unknown} value Any value.
 * @returns {boolean} Whether it is a severity.
 */
function isSeverity(value) {
	return [0, 1, 2, "0", "1", "2", "off", "warn", "error"].includes(value);
}

module.exports = {
	isSeverity,
`,
    );
    const tests = 'tests/lib/shared/severity.js';
    if (!read(tests).includes('isSeverity'))
      write(
        tests,
        `${read(tests)}
describe("isSeverity()", () => {
	const { isSeverity } = require("../../../lib/shared/severity");

	it("should tell severities from other values", () => {
		assert.deepStrictEqual(
			[2, "2", "off", 3, "Off", null].map(isSeverity),
			[true, true, true, false, false, false],
		);
	});
});
`,
      );
  },
  'Durations for people': () => {
    write(
      'lib/shared/format-duration.js',
      `/**
 * @fileoverview Durations for people
 */

"use strict";

/**
 * Writes a duration in milliseconds below a second, in seconds from there on.
 * @param {number} milliseconds The duration.
 * @returns {string} What people read.
 */
function formatDuration(milliseconds) {
	return milliseconds < 1000
		? \`\${Math.round(milliseconds)}ms\`
		: \`\${(milliseconds / 1000).toFixed(2)}s\`;
}

module.exports = { formatDuration };
`,
    );
    write(
      'tests/lib/shared/format-duration.js',
      test(
        'formatDuration()',
        'const { formatDuration } = require("../../../lib/shared/format-duration");\n',
        `	it("should write milliseconds and seconds", () => {
		assert.strictEqual(formatDuration(12), "12ms");
		assert.strictEqual(formatDuration(1500), "1.50s");
	});
`,
      ),
    );
    addScript('test:duration', 'mocha tests/lib/shared/format-duration.js');
  },
  'Sum of the times of a run': () => {
    replaceLast(
      'lib/shared/stats.js',
      'module.exports = {\n',
      `/**
 * Describes how long all passes took together.
 * @param {{ passes: { total: number }[] }} times The times of a run.
 * @returns {string} The sum, for people.
 */
function describeTime(times) {
	return formatDuration(
		times.passes.reduce((sum, { total }) => sum + total, 0),
	);
}

module.exports = {
	describeTime,
`,
    );
    replaceLast(
      'lib/shared/stats.js',
      '"use strict";\n',
      '"use strict";\n\nconst { formatDuration } = require("./format-duration");\n',
    );
    write(
      'tests/lib/shared/stats.js',
      test(
        'describeTime()',
        'const { describeTime } = require("../../../lib/shared/stats");\n',
        `	it("should add up all passes", () => {
		assert.strictEqual(
			describeTime({ passes: [{ total: 900 }, { total: 600 }] }),
			"1.50s",
		);
	});
`,
      ),
    );
  },
};

const headings = prompt.split('\n').filter((line) => /^#+ /.test(line));
const chosen = Object.keys(parts).filter((name) => headings.some((line) => line.endsWith(name)));
if (chosen.length === 0) throw new Error('The prompt names no part of the issue');
for (const name of chosen) parts[name]();
