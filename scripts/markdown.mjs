// The few shapes of Markdown that the generated pages are made of.

/** Paragraphs, with a line between them. */
export function page(paragraphs) {
  return `${paragraphs.join('\n\n')}\n`;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => plain(String(cell)).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export function block(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

export function code(text) {
  return `\`${text}\``;
}

/** A sentence as it is to be read: angle brackets would be HTML, except in code. */
export function plain(text) {
  return text.replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
}
