import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

describe('the provider is named', () => {
  const key = '4adc1211e1ad0072c27f9222589c4adc';
  test.each([
    ['a word of its own', `PAYU_TOKEN = '${key}'`, 'stripe-old-key'],
    ['before a capital', `const payuToken = '${key}'`, 'stripe-old-key'],
    ['with what belongs to it', `PAYUTOKEN = '${key}'`, 'stripe-old-key'],
    ['as the beginning of another word', `['Payum' => ['token' => '${key}']]`, 'generic-token'],
    ['as the beginning of what is written in capitals', `PAYUM_TOKEN = '${key}'`, 'generic-token'],
  ])('by %s', (_, text, ruleId) => {
    expect(scanText({ path: 'a.php', bytes: Buffer.from(`${text};\n`) })).toMatchObject([{ ruleId }]);
  });
});
