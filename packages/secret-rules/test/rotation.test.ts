import { expect, test } from '@jest/globals';
import { namedRules, rotationFor, rotations, tokenRules } from '../src/index.ts';

const commonest =
  'AWS,GitHub,GitLab,npm,Slack,Stripe,Google,Azure,OpenAI,Anthropic,Twilio,SendGrid,DigitalOcean,Cloudflare,Docker,PyPI,Heroku,Discord,Telegram,private keys'.split(
    ',',
  );

test('the twenty commonest are there, each once', () => {
  expect(rotations.map(({ provider }) => provider).toSorted()).toEqual(commonest.toSorted());
});

test.each(rotations.map((rotation) => [rotation.provider, rotation] as const))(
  '%s: where it is revoked, how its use is seen, what comes in its place',
  (_, { revoke, audit, replace }) => {
    for (const step of [revoke, audit, replace]) {
      expect(step.length).toBeGreaterThan(40);
      expect(step).toMatch(/^\S[\s\S]*[^\s.]$/);
    }
    expect(new Set([revoke, audit, replace]).size).toBe(3);
  },
);

test('the provider itself is the source; of three none was found, and what stands there is general', () => {
  const hosts = rotations.map(
    ({ provider, sources }) => [provider, sources.map((source) => new URL(source).host)] as const,
  );
  expect(hosts.filter(([, found]) => found.length === 0).map(([provider]) => provider)).toEqual([
    'Discord',
    'Telegram',
    'private keys',
  ]);
  for (const { sources } of rotations) for (const source of sources) expect(source).toMatch(/^https:\/\/\S+$/);
  // Of Microsoft and Heroku the documentation's own repository.
  const others: Readonly<Record<string, RegExp>> = {
    AWS: /aws\.amazon/,
    Azure: /github/,
    Heroku: /heroku|github/,
    Anthropic: /claude/,
    npm: /npmjs/,
    SendGrid: /twilio/,
  };
  for (const [provider, found] of hosts)
    for (const host of found) expect(host).toMatch(others[provider] ?? new RegExp(provider.toLowerCase()));
});

test('each name is one that rules know, and none belongs to two', () => {
  const known = new Set([...tokenRules, ...namedRules].map(({ provider }) => provider));
  const names = rotations.flatMap(({ provider, also = [], rules }) => (rules ? [] : [provider, ...also]));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('it is found by provider, by another name of it, and by rule', () => {
  for (const { id, provider } of tokenRules.filter((rule) => commonest.includes(rule.provider)))
    expect(rotationFor(provider, id)?.provider).toBe(provider);
  expect(rotationFor('Azure DevOps', 'azure-devops-token')?.provider).toBe('Azure');
  expect(rotationFor(undefined, 'private-key')?.provider).toBe('private keys');
  expect(rotationFor('Sanity, Clerk and others', 'putty-private-key')?.provider).toBe('private keys');
  expect(rotationFor('Linear', 'linear-api-key')).toBeUndefined();
  expect(rotationFor(undefined, 'generic-password')).toBeUndefined();
});
