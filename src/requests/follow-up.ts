import type {ModelRequest} from '@agac/provider';

const LONGEST_ANSWER = 8_000;

/** An answer that was not accepted, and a sentence about what is wrong with it. */
export interface EarlierAnswer {
  readonly answer: string;
  readonly problem: string;
  /** Tell the model to find out first what was wrong. */
  readonly selfReflection?: boolean;
}

// Not to be written down: the answer has to be the JSON alone.
const REFLECT = 'First think through what was wrong with your answer, why you gave it, and what a correct one needs. ';

/** The request again, with the earlier answer and what was wrong with it at the end of the conversation. */
export function followUp(request: ModelRequest, {answer, problem, selfReflection}: EarlierAnswer): ModelRequest {
  const wanted =
    request.schema === undefined
      ? 'Answer again, in full, as the first message asks.'
      : 'Answer again with the whole corrected JSON and nothing else.';
  const reflect = selfReflection ? REFLECT : '';
  return {
    ...request,
    messages: [
      ...request.messages,
      // Some vendors refuse a message without text.
      {role: 'assistant', text: answer.trim() === '' ? '(no text)' : shortened(answer)},
      {role: 'user', text: `Your answer could not be accepted: ${problem}\n${reflect}${wanted}`},
    ],
  };
}

function shortened(answer: string): string {
  if (answer.length <= LONGEST_ANSWER) return answer;
  // The cut may fall between the halves of one character.
  const start = answer.slice(0, LONGEST_ANSWER).replace(/[\uD800-\uDBFF]$/, '');
  return `${start}\n[cut: ${answer.length - start.length} more characters]`;
}
