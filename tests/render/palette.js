// Reduces a picture to 256 colours: its size, its palette as RGBA, and an index for each pixel.
// The commonest colour of each small cube of colours is kept as it is, so flat areas stay exact.
async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);

  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const cubes = new Map();
  for (const [pixel, count] of counts) {
    const key = pixel & 0xf0f0f0f0;
    const cube = cubes.get(key) ?? { count: 0, best: 0, pixel };
    cube.count += count;
    if (count > cube.best) Object.assign(cube, { best: count, pixel });
    cubes.set(key, cube);
  }
  const palette = [...cubes.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, 256)
    .map((cube) => cube.pixel);

  const part = (pixel, shift) => (pixel >>> shift) & 255;
  const apart = (a, b) =>
    [0, 8, 16, 24].reduce((sum, shift) => sum + (part(a, shift) - part(b, shift)) ** 2, 0);
  const nearest = new Map();
  for (const pixel of counts.keys()) {
    let best = 0;
    palette.forEach((colour, i) => {
      if (apart(pixel, colour) < apart(pixel, palette[best])) best = i;
    });
    nearest.set(pixel, best);
  }

  const indices = Uint8Array.from(pixels, (pixel) => nearest.get(pixel));
  let text = "";
  for (let at = 0; at < indices.length; at += 32768) {
    text += String.fromCharCode(...indices.subarray(at, at + 32768));
  }
  const colours = palette.map((pixel) => [0, 8, 16, 24].map((shift) => part(pixel, shift)));
  return { width, height, colours, indices: btoa(text) };
}
