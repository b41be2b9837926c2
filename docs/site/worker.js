// Browsers start no worker for a page that is read from the disk. There, what would be a worker (the search) runs in a
// hidden frame: it has a global scope of its own as a worker has, and messages are passed on by hand.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.document.open();
      inside.document.write("<!doctype html><title>worker</title><body></body>");
      inside.document.close();
      const run = address => new Promise((done, failed) => {
        const script = inside.document.createElement("script");
        script.onload = done;
        script.onerror = failed;
        script.src = new URL(address, location.href);
        inside.document.body.append(script);
      });
      inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", {data}));
      inside.importScripts = (...addresses) => Promise.all(addresses.map(run));
      this.send = data => inside.dispatchEvent(new MessageEvent("message", {data}));
      this.frame = frame;
      this.ready = run(url);
    }
    postMessage(data) { this.ready.then(() => this.send(data)); }
    terminate() { this.frame.remove(); }
  };
}
