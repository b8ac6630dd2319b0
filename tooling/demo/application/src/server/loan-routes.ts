import { normaliseIsbn } from '../catalogue/isbn.ts';
import type { Library } from '../library.ts';
import { isOverdue } from '../loans/loan.ts';
import type { Route } from './router.ts';

export function loanRoutes({ desk, clock }: Library): Route[] {
  return [
    {
      method: 'POST',
      path: '/loans',
      answer: ({ body }) => {
        const { isbn, memberId } = (body ?? {}) as Record<string, unknown>;
        return { status: 201, body: desk.lend(normaliseIsbn(String(isbn)), String(memberId)) };
      },
    },
    {
      method: 'GET',
      path: '/loans/overdue',
      answer: () => ({ status: 200, body: { loans: desk.openLoans().filter((loan) => isOverdue(loan, clock())) } }),
    },
    {
      method: 'POST',
      path: '/loans/:id/renewal',
      answer: ({ parameters }) => ({ status: 200, body: desk.renew(parameters['id'] ?? '') }),
    },
    {
      method: 'POST',
      path: '/loans/:id/return',
      answer: ({ parameters }) => ({ status: 200, body: desk.giveBack(parameters['id'] ?? '') }),
    },
  ];
}
