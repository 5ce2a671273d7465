using System.Globalization;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

/// <summary>Collects violations while rules run, and holds the checks that many rules share. An absent value passes every check.</summary>
internal sealed partial class ViolationList
{
    private readonly List<Violation> found = [];

    public IReadOnlyList<Violation> Found => found;

    public void Add(string field, string reason, string message) => found.Add(new(field, reason, message));

    public void Required(string field, string? value, string message)
    {
        if (string.IsNullOrWhiteSpace(value)) Add(field, ValidationReasons.Required, message);
    }

    public void Range(string field, int? value, int min, int max)
    {
        if (value < min || value > max) Add(field, ValidationReasons.OutOfRange, $"is {value}; write a number from {min} to {max}");
    }

    /// <summary>Checks form and range of a duration.</summary>
    public void Duration(string field, Duration? value, TimeSpan min, TimeSpan max)
    {
        if (value is not { } duration) return;
        if (!duration.IsValid)
            Add(field, ValidationReasons.InvalidDuration, $"'{duration.Text}' is not a duration; write it like 90s, 5m or 1h30m");
        else if (duration.ToTimeSpan() < min || duration.ToTimeSpan() > max)
            Add(field, ValidationReasons.OutOfRange, $"is {duration.Text}; write a duration from {Services.Duration.From(min)} to {Services.Duration.From(max)}");
    }

    /// <summary>Checks that a quantity is well-formed and above zero.</summary>
    public void Quantity(string field, Quantity? value)
    {
        if (value is not { } quantity) return;
        if (!quantity.IsValid)
            Add(field, ValidationReasons.InvalidQuantity, $"'{quantity.Text}' is not a quantity; write it like 500m, 4 or 16Gi");
        else if (quantity.ToDecimal() <= 0)
            Add(field, ValidationReasons.OutOfRange, $"is {quantity.Text}; write a quantity above zero");
    }

    /// <summary>Checks form and range of a decimal number.</summary>
    public void Amount(string field, Amount? value, decimal min, decimal max)
    {
        if (WellFormed(field, value) is { } number && (number < min || number > max))
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}");
            Add(field, ValidationReasons.OutOfRange, $"is {value}; write a number {range}");
        }
    }

    /// <summary>Checks that an amount of money is well-formed and not negative.</summary>
    public void Money(string field, Amount? value)
    {
        if (WellFormed(field, value) < 0) Add(field, ValidationReasons.NegativeCost, $"is {value}; a cost is zero or more");
    }

    /// <summary>Checks for a DNS label or subdomain, as names of Kubernetes objects are.</summary>
    public void ObjectName(string field, string? value)
    {
        if (value is not null && (value.Length is 0 or > 253 || !DnsSubdomain().IsMatch(value)))
            Add(field, ValidationReasons.InvalidName, $"'{value}' is not an object name; use lower-case letters, digits, '-' and '.'");
    }

    public void Unique(string field, IEnumerable<string> names)
    {
        foreach (var name in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
            Add(field, ValidationReasons.DuplicateName, $"'{name}' appears more than once; keep one");
    }

    private decimal? WellFormed(string field, Amount? value)
    {
        if (value is not { } amount) return null;
        if (amount.IsValid) return amount.ToDecimal();
        Add(field, ValidationReasons.InvalidAmount, $"'{amount.Text}' is not a decimal number; write it like \"1.20\"");
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex DnsSubdomain();
}
