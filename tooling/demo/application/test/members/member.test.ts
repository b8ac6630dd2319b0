import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMember } from '../../src/members/member.ts';

describe('a member', () => {
  test('gets a number and a day, and need not have an e-mail address', () => {
    const { id, name, joinedOn, email } = parseMember({ name: ' Zoë ' }, 'M7', '2026-03-02');
    assert.deepEqual(
      { id, name, joinedOn, email },
      { id: 'M7', name: 'Zoë', joinedOn: '2026-03-02', email: undefined },
    );
  });

  test('is refused without a name, or with an e-mail address that cannot be one', () => {
    assert.throws(() => parseMember({}, 'M7', '2026-03-02'), /name/);
    assert.throws(() => parseMember({ name: 'Zoë', email: 'zoe' }, 'M7', '2026-03-02'), /e-mail/);
  });
});
