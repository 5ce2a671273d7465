// Between the runtime and the template library: one template per script engine, parsed once, rendered with what transformers offers chat templates.
var chat = (function (jinja, strftime) {
  'use strict';
  var most = 1 << 20;
  var program;
  var refusal;

  // Memory and time are checked per statement; this makes much of little within one.
  var repeat = String.prototype.repeat;
  String.prototype.repeat = function (count) {
    if (this.length * count > most) throw new RangeError('a text repeated ' + count + ' times is too long');
    return repeat.call(this, count);
  };

  function range(start, stop, step) {
    if (stop === undefined) { stop = start; start = 0; }
    if (step === undefined) step = 1;
    var count = Math.max(0, Math.ceil((stop - start) / step));
    if (!(count <= most)) throw new RangeError('range() would give ' + count + ' numbers');
    return Array.from({ length: count }, function (_, i) { return start + i * step; });
  }

  function raise(message) {
    refusal = String(message);
    throw new Error(refusal);
  }

  var globals = {
    'true': true, 'True': true, 'false': false, 'False': false, 'none': null, 'None': null,
    'range': range, 'raise_exception': raise, 'strftime_now': function (format) { return strftime(String(format)); },
  };

  return {
    compile: function (source) {
      program = jinja.parse(jinja.tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
    },

    // JSON of the variables in; what was rendered out, unless the template itself refuses.
    render: function (json) {
      refusal = null;
      var environment = new jinja.Environment();
      for (var name in globals) environment.set(name, globals[name]);
      var variables = JSON.parse(json);
      for (var variable in variables) environment.set(variable, variables[variable]);
      return new jinja.Interpreter(environment).run(program).value;
    },

    refusal: function () { return refusal; },
  };
})(Jinja, strftime);
