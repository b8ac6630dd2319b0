import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { parseConfiguration } from '../src/index.ts';

const schema = JSON.parse(await readFile(new URL('../cdev.deploy.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(
  schema,
);

const head = `version: 1
project: shop
artefact: dist
environments:
  production:
    path: /srv/shop
`;
const hosts = '    hosts: [{ address: web1.example.org, roles: [web] }]\n';

function problems(text: string): readonly string[] {
  try {
    parseConfiguration(text, '/p/cdev.deploy.yaml');
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'CDEV_E_DEPLOY_CONFIG_INVALID', kind: 'usage' });
    return (error as { details: { problems: string[] } }).details.problems;
  }
}

describe('cdev.deploy.yaml', () => {
  test('has defaults for all but path and hosts, and absolute paths', () => {
    const [environment] = parseConfiguration(`${head}${hosts}`, '/p/cdev.deploy.yaml').environments;
    expect(environment).toMatchObject({
      keep: 5,
      failureBudget: 0,
      batches: [{ percent: 100 }],
      lease: 60,
      secretsFile: '.env',
    });
    expect(environment?.hosts).toEqual([
      {
        name: 'web1.example.org',
        address: 'web1.example.org',
        roles: ['web'],
        path: '/srv/shop',
        user: undefined,
        port: undefined,
        identityFile: undefined,
      },
    ]);
    expect(parseConfiguration(`${head}${hosts}`, '/p/cdev.deploy.yaml')).toMatchObject({
      artefact: '/p/dist',
      knownHosts: '/p/cdev.known_hosts',
    });
  });

  test('knows services of Docker Compose, and the machine itself as a host', () => {
    const text = `${head}    kind: compose\n    compose: deploy/compose.yaml\n    hosts: [{ at: here }]\n`;
    expect(validate(parse(text))).toBe(true);
    const [environment] = parseConfiguration(text, '/p/cdev.deploy.yaml').environments;
    expect(environment).toMatchObject({
      compose: { file: 'deploy/compose.yaml', project: 'shop-production' },
      hosts: [{ name: 'here', address: 'localhost', isHere: true }],
    });
    expect(problems(`${head}    kind: compose\n    compose: ../compose.yaml\n    hosts: [{ at: there }]\n`)).toEqual([
      expect.stringContaining('hosts[0].at'),
      expect.stringContaining('a path below the release'),
    ]);
    // The file of Compose means nothing where releases are deployed as they are.
    expect(problems(`${head}    compose: compose.yaml\n${hosts}`)).toEqual([
      expect.stringContaining('no field of this name'),
    ]);
  });

  test('takes everything that it knows', () => {
    const text = `${head}    user: deploy
    hosts: [{ address: 10.0.0.1, name: one, port: 2022, roles: [web, db] }, { address: 'fe80::1', name: two, path: ~/other }]
    batches: [1, 50%]
    failureBudget: 1
    hooks: { activate: systemctl restart shop, drain: [one, { run: two, roles: [db] }] }
    health:
      - { http: 'http://127.0.0.1:3000/{name}', expect: 204, retries: 3, every: 0.5, roles: [web] }
      - { tcp: '{address}:5432', from: here }
      - { command: ./check, warmUp: 2 }
    secrets: { A: { env: B }, C: { file: c }, D: { command: [op, read, x] } }
    shared: [uploads, var/log]
`;
    const [environment] = parseConfiguration(text, '/p/cdev.deploy.yaml').environments;
    expect(environment?.hosts.map(({ user, port, path }) => [user, port, path])).toEqual([
      ['deploy', 2022, '/srv/shop'],
      ['deploy', undefined, '~/other'],
    ]);
    expect(environment?.batches).toEqual([{ count: 1 }, { percent: 50 }]);
    expect(environment?.hooks).toEqual({
      prepare: [],
      resume: [],
      activate: [{ run: 'systemctl restart shop', roles: [] }],
      drain: [
        { run: 'one', roles: [] },
        { run: 'two', roles: ['db'] },
      ],
    });
    expect(environment?.secrets).toEqual([
      { name: 'A', from: 'env', variable: 'B' },
      { name: 'C', from: 'file', path: '/p/c' },
      { name: 'D', from: 'command', command: ['op', 'read', 'x'] },
    ]);
    expect(validate(parse(text)) || validate.errors).toBe(true);
  });

  // What the parser refuses, and whether the schema can see it too.
  test.each([
    ['version: 2\n', '1:10 (version): expected the number 1', true],
    ['project: a/b\n', '(project): expected a name of letters', true],
    [`${head}    hosts: []\n`, '(environments.production.hosts): expected at least one host', true],
    [
      `${head}    hosts: [{ address: -oProxyCommand=evil }]\n`,
      '(environments.production.hosts[0].address): expected the address of a host',
      true,
    ],
    [
      `${head}${hosts}    keeep: 3\n`,
      '8:12 (environments.production.keeep): expected no field of this name here, found the number 3',
      true,
    ],
    [`${head}${hosts}    keep: 1\n`, '(environments.production.keep): expected a number from 2 to 1000', true],
    [
      `${head}${hosts}    batches: [0]\n`,
      '(environments.production.batches[0]): expected a number of hosts, or a share',
      true,
    ],
    [`${head}${hosts}    batches: []\n`, '(environments.production.batches): expected at least one size', true],
    [
      `${head}${hosts}    failureBudget: 1\n`,
      '(environments.production.failureBudget): expected a number from 0 to 0',
      false,
    ],
    [
      `${head}${hosts}    hooks: { actvate: x }\n`,
      '(environments.production.hooks.actvate): expected one of prepare, drain, activate, resume',
      true,
    ],
    [
      `${head}${hosts}    hooks: { drain: [{ run: x, roles: [db] }] }\n`,
      'expected roles that hosts have (no host is db)',
      false,
    ],
    [`${head}${hosts}    health: [{ http: x }]\n`, 'expected an address that begins with http', true],
    [
      `${head}${hosts}    health: [{ http: 'http://x', tcp: 'x:1' }]\n`,
      'expected exactly one of http, tcp and command',
      true,
    ],
    [`${head}${hosts}    health: [{ command: x, from: here }]\n`, 'expected host, as commands run on the host', false],
    [`${head}${hosts}    shared: [../up]\n`, 'expected a path below the release', false],
    [`${head}${hosts}    secretsFile: /etc/shadow\n`, 'expected a path below the release', true],
    [
      `version: 1\nproject: a\nenvironments: { x: { path: /, hosts: [{ address: a }] } }\n`,
      '(environments.x.path): expected an absolute path',
      true,
    ],
    [`${head}    hosts: [{ address: a }, { address: a }]\n`, 'expected a name that no other host has', false],
    ['a: [\n', '/p/cdev.deploy.yaml:2:1: ', false],
  ])('refuses %j', (text, problem, isInSchema) => {
    expect(problems(text).join('\n')).toContain(problem);
    expect(problems(text).every((line) => line.startsWith('/p/cdev.deploy.yaml:'))).toBe(true);
    if (isInSchema) expect(validate(parse(text))).toBe(false);
  });

  test('never repeats a secret that was written into the file', () => {
    for (const secrets of [
      '{ KEY: hunter2hunter2 }',
      '{ KEY: { value: hunter2hunter2, env: A } }',
      '{ KEY: { value: hunter2hunter2 } }',
    ]) {
      const said = problems(`${head}${hosts}    secrets: ${secrets}\n`).join('\n');
      expect(said).toContain('KEY');
      expect(said).not.toContain('hunter2');
    }
  });
});
