# Makes kaplan-meier.json, on R 4.2.2 with survival 3.5-3 (Debian: r-base-core, r-cran-survival):
#   Rscript kaplan-meier.R > kaplan-meier.json
# The steps are what survfit() gives, the medians what quantile() of it gives, reach what summary() of it
# gives at those days (nothing later than the last day on which a case was seen).
library(survival)

list_of <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ", "), "]")

one <- function(name, days, happened) {
  fit <- survfit(Surv(days, happened) ~ 1)
  at <- sort(unique(c(0, 30, 90, sample(0:(max(days) + 2), 3))))
  shown <- summary(fit, times = at)
  reach <- 1 - shown$surv[match(at, shown$time)]
  ended <- at > max(days) & min(fit$surv) == 0
  reach[ended] <- 1 # the curve has come to its end
  fields <- c(
    sprintf('"name": "%s"', name),
    sprintf('"days": %s', list_of(days)),
    sprintf('"happened": %s', list_of(as.integer(happened))),
    sprintf('"steps": {"days": %s, "at_risk": %s, "events": %s, "censored": %s, "survival": %s}',
            list_of(fit$time), list_of(fit$n.risk), list_of(fit$n.event), list_of(fit$n.censor), list_of(fit$surv)),
    sprintf('"median": %s', gsub("^.|.$", "", list_of(quantile(fit, 0.5, conf.int = FALSE)))),
    sprintf('"reach": {"days": %s, "share": %s}', list_of(at), list_of(reach))
  )
  paste0("  {\n    ", paste(fields, collapse = ",\n    "), "\n  }")
}

set.seed(4)
cases <- list(
  # Freireich et al. 1963, Blood 21:699-716: weeks in remission; printed in Gehan 1965 and Cox 1972.
  one("leukaemia, 6-MP",
      c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
      c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)),
  one("leukaemia, placebo",
      c(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), rep(1, 21)),
  # Miller 1981, Survival Analysis; the data aml of the package.
  one("aml, maintained", aml$time[aml$x == "Maintained"], aml$status[aml$x == "Maintained"]),
  one("aml, not maintained", aml$time[aml$x == "Nonmaintained"], aml$status[aml$x == "Nonmaintained"]),
  one("a half until the next event", c(1, 2, 5, 9), c(1, 1, 0, 1)),
  one("a half until the last case is out of sight", c(1, 2, 5, 9), c(1, 1, 0, 0)),
  one("a half on the very last day", c(1, 2, 2, 2), c(1, 1, 0, 0)),
  one("a half by a product that rounds", c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), c(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1)),
  one("nothing happened", c(3, 3, 40), c(0, 0, 0)),
  one("all at once, on the first day", c(0, 0), c(1, 1)),
  one("one open case", 100, 0),
  one("seen for less than it took", c(10, 1, 1, 5), c(1, 0, 0, 0))
)
for (i in 1:12) {
  n <- sample(c(5, 20, 60, 300), 1)
  took <- floor(rexp(n, 1 / sample(c(5, 30, 200), 1)))
  seen <- floor(runif(n, 0, sample(c(20, 120, 400), 1)))
  cases <- c(cases, one(paste("random", i), pmin(took, seen), as.integer(took <= seen)))
}
cat("[\n", paste(cases, collapse = ",\n"), "\n]\n", sep = "")
