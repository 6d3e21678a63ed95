// Strips that draw themselves: what the programs did, and the ladder of packets.

const strips = (() => {
  const NEAR_PIXELS = 8;

  function scaledFont() {
    return `${11 * charts.ratio()}px system-ui, sans-serif`;
  }

  /** What of a list in order of time is in view. */
  function inView(list) {
    const { min, max } = axis.view();
    return list.filter(one => one.t >= min && one.t <= max);
  }

  function clipped(plot, work) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top - 4, bbox.width, bbox.height + 8);
    ctx.clip();
    ctx.font = scaledFont();
    ctx.textAlign = "left";
    work(ctx, bbox, charts.ratio());
    ctx.restore();
  }

  /** The nearest to a moment that is no further than some pixels from it. */
  function nearest(list, t) {
    if (t === null || list.length === 0) return null;
    const at = lastAtOrBefore(list.map(one => one.t), t);
    const near = [list[at], list[at + 1]].filter(Boolean)
      .sort((a, b) => Math.abs(a.t - t) - Math.abs(b.t - t))[0];
    const plot = charts.all[0].plot;
    const pixel = (axis.view().max - axis.view().min) / plot.over.clientWidth;
    return Math.abs(near.t - t) <= NEAR_PIXELS * pixel ? near : null;
  }

  function strip({ title, height, withAxis, list, describe, labels, draw }) {
    const label = element("span", "key text");
    const text = t => {
      const near = nearest(list, t);
      return near === null ? null : describe(near);
    };
    return {
      title, height, withAxis, keys: [label], series: [{ paths: () => null, points: { show: false } }],
      data: [[axis.full.min, axis.full.max], [0, 0]],
      read: t => { label.textContent = text(t) ?? ""; },
      values: () => [],
      draw: plot => {
        clipped(plot, (ctx, bbox, ratio) => draw(plot, ctx, bbox, ratio));
        drawGutter(plot, labels);
      },
    };
  }

  /** Calls as points, a line for each end; text where there is room. */
  function program(withAxis) {
    const ends = [...new Set(data.calls.map(call => call.end))].slice(0, 8);
    const line = (bbox, ratio, row) => bbox.top + (14 + 22 * row) * ratio;
    return strip({
      title: "The programs' calls", height: 14 + 22 * ends.length, withAxis, list: data.calls,
      describe: call => `${when(call)}  ${call.end} ${call.call}: ${call.result}`,
      labels: (bbox, ratio) => ends.map((end, row) => [end, line(bbox, ratio, row)]),
      draw: (plot, ctx, bbox, ratio) => ends.forEach((end, row) => {
        const y = line(bbox, ratio, row);
        ctx.strokeStyle = theme.color("line");
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
        const calls = inView(data.calls.filter(call => call.end === end));
        calls.forEach((call, i) => drawCall(plot, ctx, bbox, ratio, call, y, calls[i + 1]));
      }),
    });
  }

  function when(one) {
    return moment(one.t, axis.view().max - axis.view().min);
  }

  function drawCall(plot, ctx, bbox, ratio, call, y, following) {
    const x = plot.valToPos(call.t, "x", true);
    ctx.fillStyle = theme.color(call.tone === "bad" ? "bad" : call.end === data.calls[0].end ? "sender" : "receiver");
    ctx.beginPath();
    ctx.arc(x, y, 4 * ratio, 0, 7);
    ctx.fill();
    const end = following ? plot.valToPos(following.t, "x", true) : bbox.left + bbox.width;
    const text = `${call.call} ${call.result}`;
    const room = end - x - 14 * ratio;
    const fits = [text, call.call].find(words => ctx.measureText(words).width < room);
    if (fits) {
      ctx.fillStyle = theme.color(call.tone === "bad" ? "bad" : "soft");
      ctx.textBaseline = "bottom";
      ctx.fillText(fits, x + 7 * ratio, y - 1 * ratio);
    }
  }

  /** Text left of the drawing, where the numbers of a chart are. */
  function drawGutter(plot, labels) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.font = scaledFont();
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    ctx.fillStyle = theme.color("soft");
    for (const [text, offset] of labels(bbox, charts.ratio())) {
      ctx.fillText(text, bbox.left - 6 * charts.ratio(), offset, bbox.left - 8 * charts.ratio());
    }
    ctx.restore();
  }

  /** The text, or as much of it as there is room for. */
  function cut(ctx, text, room) {
    let fitting = text;
    while (fitting.length > 1 && ctx.measureText(fitting).width > room) {
      fitting = `${fitting.replace("…", "").slice(0, -1)}…`;
    }
    return fitting;
  }

  const PACKET_COLORS = { plain: "between", notable: "note", bad: "bad" };

  /** What an end is called, without its address. */
  function word(end, otherwise) {
    return end.includes(" ") ? end.split(" ")[0] : otherwise;
  }

  /** The ladder: an arrow a packet from one end to the other, the axis running to the right. */
  function ladder(lane, number, withAxis) {
    const packets = data.packets.filter(packet => packet.lane === number);
    const words = packet => [packet.notes ?? "", packet.flags, packet.len > 0 ? `Len=${packet.len}` : ""]
      .filter(Boolean).join(" ");
    const rails = (bbox, ratio) => [bbox.top + 8 * ratio, bbox.top + bbox.height - 8 * ratio];
    return strip({
      title: `The wire: ${lane.near} above, ${lane.far} below`, height: 168, withAxis, list: packets,
      describe: packet => `${when(packet)}  #${packet.n} ${packet.toFar ? "↓" : "↑"} ${words(packet)}`,
      labels: (bbox, ratio) => rails(bbox, ratio).map((y, i) => [i === 0 ? word(lane.near, "near") : word(lane.far, "far"), y]),
      draw: (plot, ctx, bbox, ratio) => {
        const [top, bottom] = rails(bbox, ratio);
        ctx.strokeStyle = theme.color("soft");
        for (const y of [top, bottom]) {
          ctx.beginPath();
          ctx.moveTo(bbox.left, y);
          ctx.lineTo(bbox.left + bbox.width, y);
          ctx.stroke();
        }
        const seen = inView(packets);
        seen.forEach((packet, i) => {
          const room = (seen[i + 1] ? plot.valToPos(seen[i + 1].t, "x", true) : bbox.left + bbox.width)
            - plot.valToPos(packet.t, "x", true);
          arrow(plot, ctx, ratio, packet, top, bottom, room > 13 * ratio ? words(packet) : "");
        });
      },
    });
  }

  function arrow(plot, ctx, ratio, packet, top, bottom, text) {
    const x = charts.pixelOf(plot, packet.t);
    const color = theme.color(PACKET_COLORS[packet.tone]);
    const from = packet.toFar ? top : bottom;
    const to = packet.toFar ? bottom : top;
    const back = packet.toFar ? -6 * ratio : 6 * ratio;
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.lineWidth = (packet.len > 0 ? 1.5 : 1) * ratio;
    ctx.globalAlpha = packet.len > 0 || packet.tone !== "plain" ? 1 : 0.6;
    ctx.beginPath();
    ctx.moveTo(x, from);
    ctx.lineTo(x, to);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, to);
    ctx.lineTo(x - 3.5 * ratio, to + back);
    ctx.lineTo(x + 3.5 * ratio, to + back);
    ctx.fill();
    ctx.globalAlpha = 1;
    if (text) {
      ctx.save();
      ctx.translate(x + 3 * ratio, bottom - 10 * ratio);
      ctx.rotate(-Math.PI / 2);
      ctx.textBaseline = "top";
      ctx.fillStyle = packet.tone === "plain" ? theme.color("soft") : color;
      ctx.fillText(cut(ctx, text, bottom - top - 22 * ratio), 0, 0);
      ctx.restore();
    }
  }

  return { program, ladder };
})();
