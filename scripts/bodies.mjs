/**
 * Lets a body whose connection breaks end behind what arrived. Node drops what was received and not read yet when a
 * connection breaks; an upload keeps all of it and goes on there.
 */
export function keepWhatArrived(request) {
  const destroy = request.destroy.bind(request);
  const read = request.read.bind(request);
  let broken = null;
  request.destroy = (error) => {
    if (error?.code !== 'ECONNRESET' || request.readableLength === 0) return destroy(error);
    broken ??= error;
    return request;
  };
  request.read = (size) => {
    const chunk = read(size);
    if (broken && request.readableLength === 0) setImmediate(destroy, broken);
    return chunk;
  };
}

/**
 * Takes what is left of a body when its request is answered. Whoever still sends it can then read the answer, and the
 * next request of the connection, which comes behind it, is not left waiting.
 */
export function takeTheRest(request, response) {
  response.on('finish', () => {
    if (request.readableEnded || request.destroyed) return;
    request.removeAllListeners('readable');
    request.removeAllListeners('data');
    request.resume();
  });
}
