import {hash} from 'node:crypto';

/** A UUID of version 8 (RFC 9562) made of the SHA-256 of a text: the same text gives the same id everywhere. */
export function stableUuid(text: string): string {
  const hex = hash('sha256', text);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
