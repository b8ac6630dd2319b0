import type { Library } from '../library.ts';
import { parseMember } from '../members/member.ts';
import { Problem } from '../problem.ts';
import type { Route } from './router.ts';

export function memberRoutes({ members, clock, desk }: Library): Route[] {
  return [
    {
      method: 'POST',
      path: '/members',
      answer: ({ body }) => {
        const member = parseMember(body, `M${members.all().length + 1}`, clock());
        members.put(member.id, member);
        return { status: 201, body: member };
      },
    },
    {
      method: 'GET',
      path: '/members/:id',
      answer: ({ parameters }) => {
        const member = members.get(parameters['id'] ?? '');
        if (member === undefined) throw new Problem(404, `No member has the number ${parameters['id']}`);
        const loans = desk.openLoans().filter((loan) => loan.memberId === member.id);
        return { status: 200, body: { ...member, loans } };
      },
    },
  ];
}
