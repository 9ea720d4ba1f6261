/** Called by a name in another case. */
export const count_words = ({read}) => {
  const words = read.text.match(/\w+/g) ?? [];
  return {
    words: words.length,
    longest: words.reduce((longest, word) => (word.length > longest.length ? word : longest), ''),
  };
};
