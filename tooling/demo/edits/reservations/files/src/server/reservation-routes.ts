import { normaliseIsbn } from '../catalogue/isbn.ts';
import type { Library } from '../library.ts';
import { ReservationQueue } from '../reservations/reservation-queue.ts';
import type { Route } from './router.ts';

export function reservationRoutes(library: Library): Route[] {
  const queue = new ReservationQueue(library);
  return [
    {
      method: 'POST',
      path: '/books/:isbn/reservations',
      answer: ({ parameters, body }) => {
        const { memberId } = (body ?? {}) as Record<string, unknown>;
        const reservation = queue.reserve(normaliseIsbn(parameters['isbn'] ?? ''), String(memberId));
        return { status: 201, body: { ...reservation, place: queue.line(reservation.isbn).length } };
      },
    },
    {
      method: 'GET',
      path: '/books/:isbn/reservations',
      answer: ({ parameters }) => ({
        status: 200,
        body: { reservations: queue.line(normaliseIsbn(parameters['isbn'] ?? '')) },
      }),
    },
    {
      method: 'DELETE',
      path: '/reservations/:id',
      answer: ({ parameters }) => {
        queue.cancel(parameters['id'] ?? '');
        return { status: 204 };
      },
    },
  ];
}
