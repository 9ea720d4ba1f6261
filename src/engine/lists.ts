/** How a list comes to hold something else. Only whoever made the list may choose that it changes. */
export interface Lists {
  readonly add: <T>(list: readonly T[], elements: readonly T[]) => readonly T[];
  readonly set: <T>(list: readonly T[], place: number, element: T) => readonly T[];
}

/** By another list: the one that was given stays as it is. */
export const COPIES: Lists = {
  add: (list, elements) => [...list, ...elements],
  set: (list, place, element) => list.with(place, element),
};

/** By itself: for lists that nobody else has seen. */
export const IN_PLACE: Lists = {
  add: (list, elements) => {
    for (const element of elements) (list as (typeof element)[]).push(element);
    return list;
  },
  set: (list, place, element) => {
    (list as (typeof element)[])[place] = element;
    return list;
  },
};
