/** The control side of the sandbox, as the page uses it. */

/** The sandbox cannot be reached at the moment: it may be starting anew. */
export class AwayError extends Error {}

/** What the sandbox would not do; `message` is its own sentence. */
export class RefusedError extends Error {}

/** Asks for a stream position no sandbox has reached, so that it answers at once with where it is. */
export const ANEW = -1;

export const get = (path) => call(path);

export const post = (path, body) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function call(path, options) {
  const [status, answer] = await exchange(path, options);
  if (status >= 500) throw new AwayError(`The sandbox answered ${status}.`);
  if (status >= 400) throw new RefusedError(answer.error);
  return answer;
}

async function exchange(path, options) {
  try {
    const response = await fetch(`/sandbox/${path}`, { cache: "no-store", ...options });
    return [response.status, response.status < 500 ? await response.json() : null];
  } catch (error) {
    throw new AwayError("The sandbox is not answering.", { cause: error });
  }
}
