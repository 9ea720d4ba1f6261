/** Whether two names are one but for case, `_` and `-`, as in `score_ticket`, `scoreTicket` and `Score-Ticket`. */
export function isSameName(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}
