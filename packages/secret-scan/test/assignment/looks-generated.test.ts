import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('what a generator made is found, whatever it happens to begin with or have in it', () => {
  test.each([
    '$r9oW49BOLRml',
    '*uhvzRTypIb1B',
    '[n8r9wLqt7j2s',
    '#Ems7QQ1AAv2',
    '/k2Vb9xQw7Lm4',
    '.8eqyL2GzAE3a',
    '%eovExu5od~e)Lt,',
    '0hPpH(0Aq>Q|hzJ|',
    'L(/?g^pRS~[?]62M%u?tBP|o',
    '^mq74^V.@O#:',
  ])('as a password: %s', (value) => {
    expect(secretsIn('config.js', `const password = '${value}';\n`)).toEqual([value]);
  });
  test.each([
    '=@!j9=7=b1=a5oeos-i!9m^kc%!c1)=n6+f=8wa_pc)$^(d(!h',
    'nf3)u+8tycr%j9jm7#86ktd8k$(t+o4@$#!^2^t!w%$ozhww2t',
    '6s*5w$qpccf0q^a*g0-m8!5&)1v(njiy=@h@c-@+(=scj%0bt6',
    'St<Lw>[u]y#=@t+8PUFdElIp',
  ])('as a key: %s', (value) => {
    expect(secretsIn('settings.py', `SECRET_KEY = "${value}"\n`)).toEqual([value]);
  });
  test.each(['/ALsSIoE1ZQ7YeOA', 'kT9:fXx@mx^AKe^8ZIs^lUcIaCZ*sy_.'])('without quotation marks: %s', (value) => {
    expect(secretsIn('.env', `ACCESS_TOKEN=${value}\n`)).toEqual([value]);
  });
});

describe('nothing is found in what somebody wrote', () => {
  test.each([
    '/user/12?foo=bar',
    './dir1/nested1/an1.Js',
    '$argon2id$v=19$m=131072,p=8$BpLnfgDsc2WD8F2q$O126GHPeZ5fwj7',
    '^[A-Za-z0-9]{8,32}$',
    '${config.Db1.pass}x9',
    '%Y-%m-%dT%H:%M:%S',
    'a1.B2.c3(D4, e5)',
  ])('%s', (value) => {
    expect(secretsIn('config.js', `const apiSecret = '${value}';\n`)).toEqual([]);
  });
});
