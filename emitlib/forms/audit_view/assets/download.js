// Keeps the file that Python hands over as a download of the browser.

export default {
  render({ model }) {
    const keep = (message, buffers) => {
      const address = URL.createObjectURL(new Blob(buffers));
      const link = document.createElement("a");
      link.href = address;
      link.download = message.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    };
    model.on("msg:custom", keep);
    return () => model.off("msg:custom", keep);
  },
};
